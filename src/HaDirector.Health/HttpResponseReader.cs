using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace HaDirector.Health;

/// <summary>How far a response has come.</summary>
public enum HttpProgress : byte
{
    /// <summary>More bytes are needed.</summary>
    More,

    /// <summary>The response is complete, as far as it is wanted.</summary>
    Done,

    /// <summary>It is not a response of HTTP/1, or larger than any check needs; <see cref="HttpResponseReader.Reason"/> says why.</summary>
    Bad,
}

/// <summary>Reads an HTTP/1 response (RFC 9112) from bytes as they come, however they are cut. Total and bounded: any bytes give a progress.</summary>
/// <remarks>Without a wanted body it is done at the end of the header section. Interim responses (1xx) are passed over.</remarks>
public sealed class HttpResponseReader(bool wantsBody)
{
    /// <summary>Longest line of the header section or of a chunk size, in bytes.</summary>
    public const int LineMax = 8 * 1024;

    /// <summary>Largest header section, interim responses included, in bytes.</summary>
    public const int HeadMax = 64 * 1024;

    /// <summary>Bytes of the body that are kept; what follows is not read.</summary>
    public const int BodyMax = 256 * 1024;

    /// <summary>Most bytes read at all: bounds the overhead of tiny chunks.</summary>
    public const int TotalMax = 1024 * 1024;

    private const int KeptMax = 16 * 1024; // a larger buffer is not kept for the next response

    private ArrayBufferWriter<byte> _body = new();
    private bool _wantsBody = wantsBody;
    private ArrayBufferWriter<byte>? _partialLine;
    private Part _part = Part.StatusLine;
    private int _headBytes;
    private int _totalBytes;
    private long _contentLength = -1;
    private bool _chunked;
    private bool _untilClose;
    private long _bytesLeft;

    private enum Part : byte
    {
        StatusLine, Header, Sized, UntilClose, ChunkSize, ChunkData, ChunkEnd, Done, Bad,
    }

    /// <summary>Status code; 0 before the status line was read.</summary>
    public int Status { get; private set; }

    /// <summary>Why the response is bad; empty otherwise.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Where a redirect (3xx) leads; null when it is none or does not say.</summary>
    public string? Location { get; private set; }

    /// <summary>Whether the body may be longer than what is kept of it.</summary>
    public bool BodyCut { get; private set; }

    /// <summary>What came of the body, at most <see cref="BodyMax"/> bytes.</summary>
    public ReadOnlySpan<byte> Body => _body.WrittenSpan;

    /// <summary>Forgets the response, to read another one. Allocates nothing unless the last body was large.</summary>
    public void Reset(bool wantsBody)
    {
        if (_body.Capacity > KeptMax) _body = new ArrayBufferWriter<byte>();
        _body.ResetWrittenCount();
        _partialLine?.ResetWrittenCount();
        (_wantsBody, _part, _headBytes, _totalBytes, _bytesLeft) = (wantsBody, Part.StatusLine, 0, 0, 0);
        (_contentLength, _chunked, _untilClose, Status, Reason) = (-1, false, false, 0, "");
        (Location, BodyCut) = (null, false);
    }

    /// <summary>Takes the next bytes.</summary>
    public HttpProgress Feed(ReadOnlySpan<byte> input)
    {
        _totalBytes += Math.Min(input.Length, TotalMax); // cannot overflow: more than TotalMax is bad at once
        while (_part is not (Part.Done or Part.Bad) && !input.IsEmpty)
        {
            switch (_part)
            {
                case Part.Sized or Part.UntilClose or Part.ChunkData:
                    TakeBody(ref input);
                    break;
                default:
                    if (TakeLine(ref input, out ReadOnlySpan<byte> line)) Line(line);
                    break;
            }
        }
        if (_part is not Part.Done && _totalBytes >= TotalMax) Fail("the response is longer than 1 MiB");
        return Progress;
    }

    /// <summary>The server closed the connection.</summary>
    public HttpProgress End()
    {
        if (_part == Part.UntilClose) _part = Part.Done;
        else if (_part == Part.StatusLine && _totalBytes == 0) Fail("the server closed without an answer");
        else if (_part != Part.Done) Fail("the server closed in the middle of its answer");
        return Progress;
    }

    private HttpProgress Progress => _part switch { Part.Done => HttpProgress.Done, Part.Bad => HttpProgress.Bad, _ => HttpProgress.More };

    private void Line(ReadOnlySpan<byte> line)
    {
        switch (_part)
        {
            case Part.StatusLine:
                StatusLine(line);
                break;
            case Part.Header:
                if (line.IsEmpty) HeadEnds();
                else Header(line);
                break;
            case Part.ChunkSize:
                ChunkSize(line);
                break;
            default: // the empty line behind a chunk
                if (line.IsEmpty) _part = Part.ChunkSize;
                else Fail("a chunk is longer than its size says");
                break;
        }
    }

    /// <summary>HTTP/1.x SP three digits, then SP and a phrase or nothing (RFC 9112 section 4).</summary>
    private void StatusLine(ReadOnlySpan<byte> line)
    {
        bool wellFormed = line.Length >= 12 && line.StartsWith("HTTP/1."u8) && char.IsAsciiDigit((char)line[7]) && line[8] == ' '
            && (line.Length == 12 || line[12] == ' ');
        if (wellFormed && Utf8Parser.TryParse(line.Slice(9, 3), out int status, out int digits) && digits == 3 && status is >= 100 and <= 999)
            (Status, _part) = (status, Part.Header);
        else Fail("the answer is not HTTP/1");
    }

    private void Header(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t') return; // a folded line (section 5.2) belongs to a header that does not concern us
        int colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            Fail("a header line has no name");
            return;
        }
        ReadOnlySpan<byte> name = line[..colon], value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8)) ContentLength(value);
        else if (Status is >= 300 and < 400 && Ascii.EqualsIgnoreCase(name, "location"u8)) Location = Encoding.UTF8.GetString(value);
        else if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            // Only chunked as the last coding frames the body; any other coding ends with the connection (section 6.3).
            ReadOnlySpan<byte> last = value[(value.LastIndexOf((byte)',') + 1)..].Trim(" \t"u8);
            _chunked = Ascii.EqualsIgnoreCase(last, "chunked"u8);
            _untilClose = !_chunked;
        }
    }

    private void ContentLength(ReadOnlySpan<byte> value)
    {
        bool number = !value.IsEmpty && char.IsAsciiDigit((char)value[0])
            && Utf8Parser.TryParse(value, out long length, out int digits) && digits == value.Length
            && (_contentLength < 0 || _contentLength == length);
        if (!number) Fail("Content-Length is no number, or two different ones");
        else _ = Utf8Parser.TryParse(value, out _contentLength, out _);
    }

    private void HeadEnds()
    {
        if (Status is >= 100 and < 200 and not 101)
        {
            (_part, _contentLength, _chunked, _untilClose) = (Part.StatusLine, -1, false, false);
            return;
        }
        bool empty = !_wantsBody || Status is 101 or 204 or 304 || (!_chunked && !_untilClose && _contentLength == 0);
        _bytesLeft = _contentLength;
        _part = empty ? Part.Done : _chunked ? Part.ChunkSize : _untilClose || _contentLength < 0 ? Part.UntilClose : Part.Sized;
    }

    /// <summary>Hexadecimal size, then perhaps extensions behind a semicolon (section 7.1). Trailers are not read.</summary>
    private void ChunkSize(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)';');
        ReadOnlySpan<byte> size = (end < 0 ? line : line[..end]).Trim(" \t"u8);
        if (size.Length is 0 or > 15 || !Utf8Parser.TryParse(size, out _bytesLeft, out int digits, 'x') || digits != size.Length || _bytesLeft < 0)
            Fail("a chunk size is no number");
        else _part = _bytesLeft == 0 ? Part.Done : Part.ChunkData;
    }

    private void TakeBody(ref ReadOnlySpan<byte> input)
    {
        int room = BodyMax - _body.WrittenCount;
        int take = Math.Min(input.Length, room);
        if (_part != Part.UntilClose) take = (int)Math.Min(take, _bytesLeft);
        _body.Write(input[..take]);
        input = input[take..];
        _bytesLeft -= take;
        BodyCut = take == room && !(_part == Part.Sized && _bytesLeft == 0);
        if (take == room || (_part == Part.Sized && _bytesLeft == 0)) _part = Part.Done;
        else if (_part == Part.ChunkData && _bytesLeft == 0) _part = Part.ChunkEnd;
    }

    /// <summary>Cuts a line off the input, without its CR LF or LF; keeps the part of a line that is not complete yet.</summary>
    private bool TakeLine(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> line)
    {
        int end = input.IndexOf((byte)'\n');
        int taken = end < 0 ? input.Length : end + 1;
        ReadOnlySpan<byte> piece = input[..taken];
        input = input[taken..];
        line = default;

        bool ofHead = _part is Part.StatusLine or Part.Header;
        if (ofHead) _headBytes += taken;
        int lineBytes = taken + (_partialLine?.WrittenCount ?? 0);
        if (lineBytes > LineMax || _headBytes > HeadMax)
        {
            Fail(lineBytes > LineMax ? "a line is longer than 8 KiB" : "the headers are longer than 64 KiB");
            return false;
        }
        if (end < 0 || _partialLine is { WrittenCount: > 0 })
        {
            _partialLine ??= new ArrayBufferWriter<byte>(256);
            _partialLine.Write(piece);
            if (end < 0) return false;
            piece = _partialLine.WrittenSpan;
        }
        line = piece[..^1];
        if (line.EndsWith("\r"u8)) line = line[..^1];
        _partialLine?.ResetWrittenCount(); // the bytes stay where they are until the next write
        return true;
    }

    private void Fail(string reason)
    {
        if (_part == Part.Bad) return;
        (_part, Reason) = (Part.Bad, reason);
    }
}
