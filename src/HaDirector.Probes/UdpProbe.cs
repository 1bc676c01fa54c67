using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>Sends one datagram and judges what comes, or that nothing comes.</summary>
public static class UdpProbe
{
    private const int DatagramBytes = 64 * 1024; // the largest there is

    /// <summary>One try. Where no answer is needed, silence passes, but only at the time-out: until then ICMP may refuse.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, UdpCheck udp, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            if (AnswerMatch.Defect(udp.Expect) is { } defect) return connection.CannotTry(defect);
            SocketError error = await connection.Connect(SocketType.Dgram, ProtocolType.Udp).ConfigureAwait(false);
            if (error == SocketError.Success) error = await connection.Send(udp.Send.AsSpan().ToArray()).ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);

            connection.Phase = ProbePhase.Datagram;
            byte[] buffer = new byte[DatagramBytes];
            error = await connection.Receive(buffer).ConfigureAwait(false);
            if (error != SocketError.Success)
            {
                ProbeResult failed = connection.Failed(error);
                return failed.Outcome == ProbeOutcome.TimedOut && !udp.AnswerRequired
                    ? connection.Passed($"not refused within {DurationText.Format(spec.Timeout)}")
                    : failed;
            }

            int length = connection.ReceivedBytes;
            return udp.Expect is null || AnswerMatch.In(buffer.AsSpan(0, length), udp.Expect)
                ? connection.Passed($"answered {AnswerMatch.Quote(buffer.AsSpan(0, length))}")
                : connection.Failed($"answered {AnswerMatch.Quote(buffer.AsSpan(0, length))}, not the wanted answer", ProbeOutcome.WrongAnswer);
        }
        finally
        {
            connection.Return();
        }
    }
}
