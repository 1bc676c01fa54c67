using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>What is wanted of an answer of HTTP, whatever its version.</summary>
internal sealed class HttpExpectation
{
    private readonly HttpRequest _request;
    private readonly Regex? _pattern; // linear in the body's length
    private (int Status, string Text) _lastPassed;

    /// <summary>What a request of a check wants.</summary>
    public HttpExpectation(HttpRequest request)
    {
        _request = request;
        WantsBody = request.Method != "HEAD" && (request.BodyPattern ?? request.BodySha256 ?? (object?)request.BodyJson) is not null;
        if (request.BodyPattern is null) return;
        try
        {
            _pattern = BodyPatterns.Of(request.BodyPattern);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Defect = $"the body pattern of the check cannot be used: {e.Message}";
        }
    }

    /// <summary>Whether the body must be read.</summary>
    public bool WantsBody { get; }

    /// <summary>Why nothing can be judged by it; null when it can.</summary>
    public string? Defect { get; }

    /// <summary>What is wrong with a whole answer; null when it is as wanted.</summary>
    /// <param name="status">Status code.</param>
    /// <param name="body">Body, or its beginning.</param>
    /// <param name="bodyCut">Whether it may go on.</param>
    public string? Objection(int status, ReadOnlySpan<byte> body, bool bodyCut)
    {
        if (!Allows(status))
        {
            string wanted = string.Join(", ", _request.Status.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"));
            return string.Create(CultureInfo.InvariantCulture, $"status {status}, wanted {wanted}");
        }
        if (_pattern is not null && !Matches(_pattern, body)) return "the body does not match";
        if (bodyCut && (_request.BodySha256 ?? (object?)_request.BodyJson) is not null) return "the body is longer than 256 KiB";
        if (_request.BodySha256 is { } wantedHash)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(body));
            if (hash != wantedHash) return $"the body has SHA-256 {hash}, wanted {wantedHash}";
        }
        return _request.BodyJson is { } json ? JsonPointer.Objection(body, json) : null;
    }

    /// <summary>"status 200": a healthy server gives the same each time, so the text is kept.</summary>
    public string PassedDetail(int status)
    {
        (int Status, string Text) last = _lastPassed;
        if (last.Status == status && last.Text is not null) return last.Text;
        string text = string.Create(CultureInfo.InvariantCulture, $"status {status}");
        _lastPassed = (status, text);
        return text;
    }

    private bool Allows(int status)
    {
        foreach (StatusRange range in _request.Status.AsSpan())
            if (status >= range.From && status <= range.To) return true;
        return false;
    }

    private static bool Matches(Regex pattern, ReadOnlySpan<byte> body)
    {
        char[] text = ArrayPool<char>.Shared.Rent(body.Length);
        try
        {
            return pattern.IsMatch(text.AsSpan(0, Encoding.UTF8.GetChars(body, text)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
