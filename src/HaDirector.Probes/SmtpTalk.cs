using System.Text;
using HaDirector.Health;

namespace HaDirector.Probes;

/// <summary>Commands and replies of SMTP over one stream.</summary>
internal sealed class SmtpTalk(ProbeConnection connection, Stream stream)
{
    private readonly byte[] _buffer = new byte[4096];
    private int _from, _to; // what was received and belongs to no reply yet

    /// <summary>The last reply.</summary>
    public SmtpReplyReader Reply { get; private set; } = new();

    /// <summary>How the last question failed.</summary>
    public ProbeResult Failure { get; private set; }

    /// <summary>Whether more came than the last reply.</summary>
    public bool HasMore => _from < _to;

    /// <summary>Says a command, or nothing to hear the greeting, and takes the reply.</summary>
    /// <returns>Whether it has the wanted code.</returns>
    public async ValueTask<bool> Ask(string? command, int wanted)
    {
        string place = command is null ? "in the greeting" : $"in answer to {command.Split(' ')[0]}";
        connection.Phase = ProbePhase.Waiting;
        Reply = new SmtpReplyReader();
        try
        {
            if (command is not null) await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n")).ConfigureAwait(false);
            SmtpProgress progress = Take();
            while (progress == SmtpProgress.More)
            {
                (_from, _to) = (0, await stream.ReadAsync(_buffer).ConfigureAwait(false));
                if (_to > 0) connection.Phase = ProbePhase.Answering;
                progress = _to > 0 ? Take() : Reply.End();
            }

            if (progress == SmtpProgress.Bad)
                Failure = connection.Failed($"{Reply.Reason} {place}", _to > 0 ? ProbeOutcome.Malformed : ProbeOutcome.Broken);
            else if (Reply.Code != wanted) Failure = connection.Failed($"{Reply.Line}, wanted {wanted} {place}", ProbeOutcome.WrongAnswer);
            else return true;
        }
        catch (Exception e) when (TlsWords.CanSay(e))
        {
            Failure = TlsWords.Failed(connection, e);
        }

        return false;
    }

    private SmtpProgress Take()
    {
        SmtpProgress progress = Reply.Feed(_buffer.AsSpan(_from, _to - _from), out int used);
        _from += used;
        return progress;
    }
}
