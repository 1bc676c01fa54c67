using System.Globalization;
using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Benchmarks.Table;

/// <summary>The reference: requests that are built before the first is sent, 200 kB in a send, each send acknowledged once. What is left is the kernel.</summary>
internal static class KernelAlone
{
    private const int SendBytes = 200_000;

    public static int Run(string services)
    {
        using NetlinkSocket socket = new(GenericNetlink.Protocol);
        ushort family = Family(socket);
        List<byte[]> sends = Build([.. new TableLoad(int.Parse(services, CultureInfo.InvariantCulture)).Changes()], family, socket);
        Family(socket); // the way through both calls is compiled
        foreach (byte[] send in sends)
        {
            if (socket.Send(send) is var error and not 0) throw new IOException($"send: {error}");
            if (!IsAcknowledged(socket)) throw new IOException("refused");
        }
        return 0;
    }

    private static List<byte[]> Build(IpvsChange[] changes, ushort family, NetlinkSocket socket)
    {
        List<byte[]> sends = [];
        byte[] buffer = new byte[SendBytes];
        for (int next = 0; next < changes.Length;)
        {
            NetlinkWriter writer = new(buffer);
            for (bool last = false; !last; next++)
            {
                last = next + 1 == changes.Length || writer.Remaining < 2 * IpvsRequest.MaxLength;
                IpvsRequest.Change(ref writer, family, socket.NextSequence(), last ? MessageFlags.Ack : MessageFlags.None, changes[next]);
            }
            sends.Add(writer.Written.ToArray());
        }
        return sends;
    }

    private static ushort Family(NetlinkSocket socket)
    {
        NetlinkWriter writer = new(new byte[64]);
        GenericNetlink.AskFamily(ref writer, socket.NextSequence(), IpvsRequest.FamilyName);
        if (socket.Send(writer.Written) is var error and not 0) throw new IOException($"send: {error}");
        ushort family = 0;
        while (socket.Receive(out ReadOnlySpan<byte> datagram) == 0)
        {
            MessageReader messages = new(datagram);
            while (messages.Next())
                if (messages.Type != MessageType.Error) GenericNetlink.TryReadFamily(messages.Body, out family);
        }
        return family;
    }

    private static bool IsAcknowledged(NetlinkSocket socket)
    {
        while (socket.Receive(out ReadOnlySpan<byte> datagram) == 0)
        {
            MessageReader messages = new(datagram);
            while (messages.Next())
                if (messages.Type == MessageType.Error && KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer)) return answer.Errno == 0;
        }
        return false;
    }
}
