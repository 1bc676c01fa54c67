using System.Buffers.Binary;
using System.Text;

namespace HaDirector.Health;

/// <summary>The two messages of grpc.health.v1, each in gRPC's frame: a byte "compressed", four of length, then protobuf. Total and bounded.</summary>
public static class GrpcHealthMessage
{
    /// <summary>Longest framed answer that is read, in bytes; a good one has 7.</summary>
    public const int AnswerMax = 4096;

    private const int FrameBytes = 5;
    private const int TagOfService = 1 << 3 | 2; // HealthCheckRequest.service = 1, length-delimited
    private const int FieldOfStatus = 1; // HealthCheckResponse.status = 1, varint

    /// <summary>Asks for the health of a service; "" is the server as a whole.</summary>
    public static byte[] Request(string service)
    {
        byte[] name = Encoding.UTF8.GetBytes(service);
        List<byte> message = [];
        if (name.Length > 0)
        {
            message.Add(TagOfService);
            int length = name.Length;
            for (; length >= 0x80; length >>= 7) message.Add((byte)(length | 0x80));
            message.Add((byte)length);
            message.AddRange(name);
        }
        byte[] framed = new byte[FrameBytes + message.Count];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Count);
        message.CopyTo(framed, FrameBytes);
        return framed;
    }

    /// <summary>Reads the status of an answer; false when it is not one whole uncompressed message.</summary>
    public static bool TryReadStatus(ReadOnlySpan<byte> framed, out ulong status)
    {
        status = 0; // what protobuf leaves out is 0: UNKNOWN
        if (framed.Length < FrameBytes || framed[0] != 0) return false;
        ReadOnlySpan<byte> message = framed[FrameBytes..];
        if (BinaryPrimitives.ReadUInt32BigEndian(framed[1..]) != message.Length) return false;
        while (!message.IsEmpty)
        {
            if (!TryReadVarint(ref message, out ulong tag)) return false;
            ulong length;
            switch (tag & 7)
            {
                case 0:
                    if (!TryReadVarint(ref message, out ulong value)) return false;
                    if (tag >> 3 == FieldOfStatus) status = value;
                    continue;
                case 1:
                    length = 8;
                    break;
                case 2:
                    if (!TryReadVarint(ref message, out length)) return false;
                    break;
                case 5:
                    length = 4;
                    break;
                default:
                    return false;
            }
            if (length > (ulong)message.Length) return false;
            message = message[(int)length..];
        }
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < message.Length; i++)
        {
            value |= (ulong)(message[i] & 0x7F) << (7 * i);
            if (message[i] >= 0x80) continue;
            message = message[(i + 1)..];
            return true;
        }
        return false;
    }
}
