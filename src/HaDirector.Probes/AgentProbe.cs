using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Asks the agent of a server how it is.</summary>
public static class AgentProbe
{
    /// <summary>One try: a line of agent text, ended by a line feed or by the connection.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, AgentCheck agent, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            SocketError error = await connection.Connect().ConfigureAwait(false);
            if (error == SocketError.Success && agent.Send is { Count: > 0 } payload)
                error = await connection.Send(payload.AsSpan().ToArray()).ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);

            byte[] line = new byte[AgentText.LineMax];
            int length = 0;
            do
            {
                if (length == line.Length) return connection.Failed("the agent's line is longer than 4 KiB", ProbeOutcome.Malformed);
                error = await connection.Receive(line.AsMemory(length)).ConfigureAwait(false);
                if (error != SocketError.Success) return connection.Failed(error);
                if (connection.ReceivedBytes == 0) break;
                length += connection.ReceivedBytes;
                connection.Phase = ProbePhase.Answering;
            }
            while (line.AsSpan(0, length).IndexOfAny("\r\n\0"u8) < 0);

            if (length == 0) return connection.Failed("the server closed without an answer", ProbeOutcome.Broken);
            connection.Finish();
            return Judge(connection, line.AsSpan(0, length));
        }
        finally
        {
            connection.Return();
        }
    }

    /// <summary>A line without a word we know is none of an agent's; else only the words for down fail.</summary>
    private static ProbeResult Judge(ProbeConnection connection, ReadOnlySpan<byte> line)
    {
        AgentText said = AgentText.Read(line);
        if (said.Known == 0) return connection.Failed($"the answer is no agent text: {AnswerMatch.Quote(line)}", ProbeOutcome.Malformed);
        ProbeResult result = said.Up == false
            ? connection.Failed(said.Reason.Length > 0 ? $"agent says {said.Word}: {said.Reason}" : $"agent says {said.Word}", ProbeOutcome.WrongAnswer)
            : connection.Passed($"agent says {AgentText.Printable(line)}");
        return result with { Advice = said.Advice };
    }
}
