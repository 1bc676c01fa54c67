using System.Net.Sockets;
using System.Runtime.CompilerServices;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>Tries whether a TCP connection can be opened and, if asked for, whether what is sent is answered as wanted.</summary>
public static class TcpProbe
{
    /// <summary>Bytes of an answer in which the wanted ones must be found.</summary>
    public const int AnswerMax = 64 * 1024;

    /// <summary>One try. Without anything to say the connection is reset before the handshake is acknowledged, so the server's program never sees it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, TcpCheck tcp, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            SocketError error = await connection.Connect().ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
            if (tcp.Send is null && tcp.Expect is null)
            {
                if (tcp.Full) connection.Finish();
                return connection.Passed("connected");
            }
            return await Converse(connection, tcp, spec).ConfigureAwait(false);
        }
        finally
        {
            connection.Return();
        }
    }

    private static async ValueTask<ProbeResult> Converse(ProbeConnection connection, TcpCheck tcp, CheckSpec spec)
    {
        if (AnswerMatch.Defect(tcp.Expect) is { } defect) return connection.CannotTry(defect);
        if (tcp.Send is { Count: > 0 } payload)
        {
            SocketError error = await connection.Send(payload.AsSpan().ToArray()).ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
        }
        if (tcp.Expect is not { } wanted)
        {
            connection.Finish(); // a reset could overtake what was sent
            return connection.Passed($"connected, {tcp.Send!.Count} bytes sent");
        }

        byte[] answer = new byte[1024];
        int length = 0;
        while (length < AnswerMax)
        {
            if (length == answer.Length) Array.Resize(ref answer, Math.Min(length * 4, AnswerMax));
            SocketError error = await connection.Receive(answer.AsMemory(length)).ConfigureAwait(false);
            if (error != SocketError.Success)
            {
                ProbeResult failed = connection.Failed(error);
                if (failed.Outcome != ProbeOutcome.TimedOut || length == 0) return failed;
                return connection.Failed(
                    $"{AnswerMatch.Quote(answer.AsSpan(0, length))} came within {DurationText.Format(spec.Timeout)}, not the wanted answer", ProbeOutcome.WrongAnswer);
            }
            int received = connection.ReceivedBytes;
            if (received == 0)
            {
                return length == 0
                    ? connection.Failed("the server closed without an answer", ProbeOutcome.Broken)
                    : connection.Failed($"the server closed after {AnswerMatch.Quote(answer.AsSpan(0, length))}, not the wanted answer", ProbeOutcome.WrongAnswer);
            }
            length += received;
            connection.Phase = ProbePhase.Answering;
            if (!AnswerMatch.In(answer.AsSpan(0, length), wanted)) continue;
            if (tcp.Full) connection.Finish();
            return connection.Passed($"answered {AnswerMatch.Quote(answer.AsSpan(0, length))}");
        }
        return connection.Failed("the wanted answer is not in the first 64 KiB", ProbeOutcome.Malformed);
    }
}
