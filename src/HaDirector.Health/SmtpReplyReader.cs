using System.Text;

namespace HaDirector.Health;

/// <summary>How far a reply has come.</summary>
public enum SmtpProgress : byte
{
    /// <summary>More bytes are needed.</summary>
    More,

    /// <summary>The reply is complete.</summary>
    Done,

    /// <summary>It is no reply of SMTP, or larger than any; <see cref="SmtpReplyReader.Reason"/> says why.</summary>
    Bad,
}

/// <summary>Reads one reply of SMTP (RFC 5321 section 4.2), of one line or several, from bytes as they come, however they are cut. Total and bounded.</summary>
public sealed class SmtpReplyReader
{
    /// <summary>Longest line, CR LF included: twice what section 4.5.3.1.5 allows.</summary>
    public const int LineMax = 1024;

    /// <summary>Most lines of one reply.</summary>
    public const int LinesMax = 128;

    private const int TextMax = 200; // of a line shown to people

    private readonly byte[] _line = new byte[LineMax];
    private readonly List<string> _texts = [];
    private int _lineBytes;
    private SmtpProgress _progress;

    /// <summary>Reply code; 0 before the first line was read.</summary>
    public int Code { get; private set; }

    /// <summary>Text of each line, cut and without control characters.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Why the reply is bad; empty otherwise.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Code and first text, for people: "421 service not available".</summary>
    public string Line => _texts is [{ Length: > 0 } first, ..] ? $"{Code} {first}" : $"{Code}";

    /// <summary>Takes the next bytes, up to the end of the reply.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="used">Bytes of them that belong to this reply.</param>
    public SmtpProgress Feed(ReadOnlySpan<byte> input, out int used)
    {
        used = 0;
        while (_progress == SmtpProgress.More && used < input.Length)
        {
            byte next = input[used++];
            if (_lineBytes == LineMax) Fail("a line is longer than 1 KiB");
            else _line[_lineBytes++] = next;
            if (next == '\n' && _progress == SmtpProgress.More) TakeLine();
        }

        return _progress;
    }

    /// <summary>The server closed the connection.</summary>
    public SmtpProgress End()
    {
        if (_progress == SmtpProgress.More)
            Fail(Code == 0 && _lineBytes == 0 ? "the server closed without an answer" : "the server closed in the middle of its answer");
        return _progress;
    }

    /// <summary>Whether a line behind the first names an extension (EHLO keywords, section 4.1.1.1).</summary>
    public bool Offers(string keyword) => _texts.Skip(1).Any(text =>
        text.StartsWith(keyword, StringComparison.OrdinalIgnoreCase) && (text.Length == keyword.Length || text[keyword.Length] == ' '));

    /// <summary>Three digits, then a hyphen when more lines follow, a blank or nothing when none does.</summary>
    private void TakeLine()
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _lineBytes - 1);
        _lineBytes = 0;
        if (line.EndsWith("\r"u8)) line = line[..^1];
        bool wellFormed = line.Length >= 3 && line[0] is >= (byte)'2' and <= (byte)'5' && char.IsAsciiDigit((char)line[1]) && char.IsAsciiDigit((char)line[2])
            && (line.Length == 3 || line[3] is (byte)' ' or (byte)'-');
        if (!wellFormed)
        {
            Fail("the answer is not SMTP");
            return;
        }

        int code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
        if (Code != 0 && code != Code)
        {
            Fail($"the lines of one answer have codes {Code} and {code}");
            return;
        }

        Code = code;
        ReadOnlySpan<byte> text = line.Length > 4 ? line[4..] : [];
        _texts.Add(new string([.. Encoding.UTF8.GetString(text[..Math.Min(text.Length, TextMax)]).Where(c => !char.IsControl(c))]));
        if (line.Length == 3 || line[3] == ' ') _progress = SmtpProgress.Done;
        else if (_texts.Count == LinesMax) Fail("the answer has more than 128 lines");
    }

    private void Fail(string reason) => (_progress, Reason) = (SmtpProgress.Bad, reason);
}
