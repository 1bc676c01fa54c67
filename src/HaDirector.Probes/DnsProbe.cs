using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using HaDirector.Health;
using HaDirector.Health.Dns;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Sends one query and judges the answer.</summary>
public static class DnsProbe
{
    private const int DatagramBytes = 4096; // more than the 512 that are due without EDNS
    private const int StraysMax = 64;

    /// <summary>One try. Over UDP, what is no answer to this query is passed over: anybody can send it.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, DnsCheck dns, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            byte[] message = new byte[2 + DnsQuery.BytesMax];
            int length = DnsQuery.Write(message.AsSpan(2), (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), dns.QueryName, dns.Type);
            if (length == 0) return connection.CannotTry($"{dns.QueryName} is no domain name");
            BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)length); // only TCP has it (RFC 1035 section 4.2.2)
            return dns.OverTcp
                ? await OverTcp(connection, dns, message.AsMemory(0, 2 + length)).ConfigureAwait(false)
                : await OverUdp(connection, dns, message.AsMemory(2, length)).ConfigureAwait(false);
        }
        finally
        {
            connection.Return();
        }
    }

    private static async ValueTask<ProbeResult> OverUdp(ProbeConnection connection, DnsCheck dns, ReadOnlyMemory<byte> query)
    {
        SocketError error = await connection.Connect(SocketType.Dgram, ProtocolType.Udp).ConfigureAwait(false);
        if (error == SocketError.Success) error = await connection.Send(query).ConfigureAwait(false);
        if (error != SocketError.Success) return connection.Failed(error);

        connection.Phase = ProbePhase.Datagram;
        byte[] buffer = new byte[DatagramBytes];
        string reason = "";
        for (int strays = 0; strays < StraysMax; strays++)
        {
            error = await connection.Receive(buffer).ConfigureAwait(false);
            if (error != SocketError.Success)
            {
                ProbeResult failed = connection.Failed(error);
                return strays == 0 ? failed : failed with { Detail = $"{failed.Detail}; datagrams that are none: {strays}, the last because {reason}" };
            }

            if (Judge(connection, dns, buffer.AsSpan(0, connection.ReceivedBytes), query.Span, out reason) is { } result) return result;
        }

        return connection.Failed($"{StraysMax} datagrams came and none is the answer: {reason}", ProbeOutcome.Malformed);
    }

    private static async ValueTask<ProbeResult> OverTcp(ProbeConnection connection, DnsCheck dns, ReadOnlyMemory<byte> query)
    {
        SocketError error = await connection.Connect().ConfigureAwait(false);
        if (error == SocketError.Success) error = await connection.Send(query).ConfigureAwait(false);
        if (error != SocketError.Success) return connection.Failed(error);

        byte[] buffer = new byte[2 + 512];
        int length = 0, wanted = 2;
        while (length < wanted)
        {
            error = await connection.Receive(buffer.AsMemory(length, wanted - length)).ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
            if (connection.ReceivedBytes == 0)
                return connection.Failed(length == 0 ? "the server closed without an answer" : "the server closed in the middle of its answer", ProbeOutcome.Broken);
            connection.Phase = ProbePhase.Answering;
            length += connection.ReceivedBytes;
            if (length != 2 || wanted != 2) continue;
            wanted = 2 + BinaryPrimitives.ReadUInt16BigEndian(buffer); // 64 KiB at most
            if (wanted > buffer.Length) Array.Resize(ref buffer, wanted);
        }

        connection.Finish();
        return Judge(connection, dns, buffer.AsSpan(2, length - 2), query.Span[2..], out string reason)
            ?? connection.Failed(reason, ProbeOutcome.Malformed);
    }

    /// <summary>The result; null when the message is no answer to the query.</summary>
    private static ProbeResult? Judge(ProbeConnection connection, DnsCheck dns, ReadOnlySpan<byte> message, ReadOnlySpan<byte> query, out string reason)
    {
        DnsReading reading = DnsAnswer.Read(message, query, out DnsAnswer? answer, out reason);
        if (reading == DnsReading.Malformed) return connection.Failed(reason, ProbeOutcome.Malformed);
        if (answer is null) return null;

        string code = DnsAnswer.CodeName(answer.ResponseCode), cut = answer.Truncated ? ", truncated" : "";
        if (answer.ResponseCode != dns.ResponseCode)
            return connection.Failed($"the answer is {code}, wanted {DnsAnswer.CodeName(dns.ResponseCode)}", ProbeOutcome.WrongAnswer);
        if (answer.Lacks(dns.Answers, dns.Type) is { } lacking)
        {
            string has = answer.Records is [var first, ..] ? $"the first of {answer.Records.Count} is {first}" : "there is none";
            return connection.Failed($"no answer is {lacking}, {has}{cut}", ProbeOutcome.WrongAnswer);
        }

        return connection.Passed($"{code}, {answer.Records.Count} answers{cut}");
    }
}
