using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Yaml;

/// <summary>The text cannot be read on; the finding is already made. Thrown and caught inside this project only.</summary>
internal sealed class BrokenYamlException : Exception;

/// <summary>One document as a stream of parser events,
/// with a guard against everything YAML can do and a configuration should not.</summary>
internal sealed class YamlReader
{
    /// <summary>Our language needs seven levels.</summary>
    public const int DepthMax = 32;

    private readonly Parser _parser;
    private int _depth;
    private Spot _last = Spot.Start;

    public YamlReader(string text, Findings findings)
    {
        Findings = findings;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        Current = new StreamStart();
    }

    public Findings Findings { get; }

    /// <summary>The event to be bound next.</summary>
    public ParsingEvent Current { get; private set; }

    /// <summary>Where it begins.</summary>
    public Spot At => Place(Current.Start);

    /// <summary>Goes to the first value of the document; false when there is none.</summary>
    public bool Open()
    {
        while (Current is StreamStart or DocumentStart) Advance();
        return Current is not StreamEnd && !(Current is Scalar { Style: ScalarStyle.Plain, Value: "" });
    }

    /// <summary>Reads what follows the document's value: nothing may.</summary>
    public void Close()
    {
        while (Current is not (StreamEnd or DocumentStart)) Advance();
        if (Current is DocumentStart)
            Findings.Error(DiagnosticCodes.SecondDocument, At, "a second document begins here; only the first is read", "remove '---'");
    }

    /// <summary>Moves to the next event, or ends the load when there cannot be one.</summary>
    public void Advance()
    {
        try
        {
            if (!_parser.MoveNext()) throw Broken(DiagnosticCodes.Syntax, _last, "the text ends too early");
        }
        catch (YamlException e)
        {
            throw Broken(e);
        }
        catch (Exception e) when (e is not BrokenYamlException)
        {
            // The scanner throws bare exceptions for some inputs (an unclosed '[' before a new key): no mark of its own then.
            throw Broken(DiagnosticCodes.Syntax, _last, "the YAML breaks off near here", "is a bracket, brace or quote left open?");
        }
        Current = _parser.Current!;
        _last = At;
        Guard();
    }

    /// <summary>Passes over the value that begins here, however deep.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            if (Current is MappingStart or SequenceStart) depth++;
            else if (Current is MappingEnd or SequenceEnd) depth--;
            Advance();
        }
        while (depth > 0);
    }

    /// <summary>The event's kind in words.</summary>
    public string Kind => Current switch
    {
        Scalar { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => "nothing",
        Scalar scalar => Findings.Quote(scalar.Value),
        MappingStart => "a mapping",
        SequenceStart => "a list",
        AnchorAlias => "an alias",
        _ => "nothing",
    };

    private void Guard()
    {
        if (Current is MappingStart or SequenceStart && ++_depth > DepthMax)
            throw Broken(DiagnosticCodes.TooLarge, At, $"nested more than {DepthMax} levels deep");
        if (Current is MappingEnd or SequenceEnd) _depth--;
        if (Current is AnchorAlias)
            Findings.Error(DiagnosticCodes.AnchorOrTag, At, "aliases are not part of the language", "write the value out");
        if (Current is not NodeEvent node) return;
        if (!node.Anchor.IsEmpty)
            Findings.Error(DiagnosticCodes.AnchorOrTag, At, "anchors are not part of the language", "write the value out");
        if (!node.Tag.IsEmpty) Findings.Error(DiagnosticCodes.AnchorOrTag, At, "tags are not part of the language", "remove it");
    }

    private BrokenYamlException Broken(YamlException e)
    {
        Spot at = Place(e.Start);
        // Some errors carry no place but 1:1.
        if (at.CompareTo(_last) < 0) at = _last;
        string message = e.Message.TrimEnd('.');
        return Broken(DiagnosticCodes.Syntax, at, char.ToLowerInvariant(message[0]) + message[1..]);
    }

    private BrokenYamlException Broken(string code, Spot at, string message, string? hint = null)
    {
        // A tab that indents has been reported in plain words already, and is why the parser stumbles.
        bool tabsAreWhy = code == DiagnosticCodes.Syntax && Findings.Has(DiagnosticCodes.Tab);
        if (!tabsAreWhy) Findings.Error(code, at, Findings.Plain(message), hint);
        return new BrokenYamlException();
    }

    private static Spot Place(in Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
