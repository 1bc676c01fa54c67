using System.Net.Sockets;
using System.Security.Cryptography;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Sends one echo request and waits for its reply.</summary>
public static class IcmpProbe
{
    private const int HeaderMax = 60 + IcmpEcho.HeaderBytes; // an IPv4 header with options
    private const int StraysMax = 4096; // a raw socket hears of every ICMP packet of the target, those of other tries too

    /// <summary>One try: by a socket for pings where net.ipv4.ping_group_range lets us, else by a raw one.</summary>
    /// <remarks>The sequence number and the payload are random, so that no late reply to another try is taken for one to this.</remarks>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, IcmpCheck icmp, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            bool v4 = spec.Target.Address.IsV4;
            ProtocolType protocol = v4 ? ProtocolType.Icmp : ProtocolType.IcmpV6;
            bool raw = false;
            SocketError error = await connection.Connect(SocketType.Dgram, protocol).ConfigureAwait(false);
            if (error == SocketError.AccessDenied)
            {
                raw = true;
                error = await connection.Connect(SocketType.Raw, protocol).ConfigureAwait(false);
                if (error == SocketError.AccessDenied)
                    return connection.CannotTry("this host does not let us ping: neither net.ipv4.ping_group_range nor CAP_NET_RAW allows it");
            }

            if (error != SocketError.Success) return connection.Failed(error);
            ushort identifier = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), sequence = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
            byte[] payload = RandomNumberGenerator.GetBytes(Math.Clamp(icmp.PayloadBytes, 0, IcmpEcho.PayloadMax));
            byte[] packet = new byte[HeaderMax + payload.Length];
            int length = IcmpEcho.Write(packet, v4, identifier, sequence, payload);
            error = await connection.Send(packet.AsMemory(0, length)).ConfigureAwait(false);
            connection.Phase = ProbePhase.Datagram;
            for (int strays = 0; error == SocketError.Success && strays < StraysMax; strays++)
            {
                error = await connection.Receive(packet).ConfigureAwait(false);
                if (error != SocketError.Success) break;
                switch (IcmpEcho.Read(packet.AsSpan(0, connection.ReceivedBytes), v4, raw, raw ? identifier : null, sequence, payload))
                {
                    case IcmpEchoReading.Reply:
                        return connection.Passed("answered");
                    case IcmpEchoReading.WrongPayload:
                        return connection.Failed("the reply holds another payload than the request", ProbeOutcome.WrongAnswer);
                }
            }

            return error == SocketError.Success
                ? connection.Failed($"{StraysMax} ICMP packets came and none is the reply", ProbeOutcome.Malformed)
                : connection.Failed(error);
        }
        finally
        {
            connection.Return();
        }
    }
}
