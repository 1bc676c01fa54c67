using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Takes a command line apart as popt, the library under ipvsadm, does.</summary>
/// <remarks>
/// Letters may be put together (-Ln) and followed by their argument (-t192.0.2.1:80, -p=60); long names are whole. A required argument is the next
/// word whatever it looks like, an optional one only when it does not begin with a dash. What is no switch is left over, for later.
/// </remarks>
internal sealed class SwitchReader(IReadOnlyList<string> words)
{
    private readonly List<int> _leftover = [];
    private int _next;
    private int _letter; // in the word before _next; 0 is none

    /// <summary>The switch that <see cref="Next"/> found.</summary>
    public Switch Current { get; private set; } = null!;

    /// <summary>Its argument; null when it has none.</summary>
    public string? Argument { get; private set; }

    /// <summary>Index of the word with the argument, else with the switch.</summary>
    public int Word { get; private set; }

    /// <summary>Why there is no next switch; null at the end of the words.</summary>
    public IpvsadmFault? Fault { get; private set; }

    /// <summary>The word last looked at, as popt quotes it.</summary>
    public string Quoted => words[_next - 1];

    /// <summary>Indexes of the words that belong to no switch.</summary>
    public IReadOnlyList<int> Leftover => _leftover;

    /// <summary>Goes to the next switch; false at the end and at a fault.</summary>
    public bool Next()
    {
        Argument = null;
        if (_letter > 0) return Letter(words[_next - 1], _letter);
        while (_next < words.Count)
        {
            int index = _next++;
            string word = words[index];
            Word = index;
            if (word == "--")
            {
                while (_next < words.Count) _leftover.Add(_next++);
                return false;
            }

            if (word.Length > 1 && word[0] == '-') return word[1] == '-' ? Long(word) : Letter(word, 1);
            _leftover.Add(index);
        }

        return false;
    }

    private bool Long(string word)
    {
        int equals = word.IndexOf('=');
        string name = equals < 0 ? word[2..] : word[2..equals];
        if (Switch.Find(name) is not { } found)
            return Wrong("unknown option", Nearest.Name(name, Switch.All.Select(s => s.Long)) is { } near ? $"did you mean --{near}?" : null);
        return Take(found, equals < 0 ? null : word[(equals + 1)..]);
    }

    private bool Letter(string word, int at)
    {
        Word = _next - 1;
        _letter = 0;
        if (Switch.Find(word[at]) is not { } found) return Wrong("unknown option", $"there is no -{word[at]}");
        string rest = word[(at + 1)..];
        if (rest.StartsWith('=')) return Take(found, rest[1..]);
        if (found.Takes == Takes.Nothing)
        {
            _letter = rest.Length > 0 ? at + 1 : 0;
            return Take(found, null);
        }

        return Take(found, rest.Length > 0 ? rest : null);
    }

    private bool Take(Switch found, string? attached)
    {
        Current = found;
        if (found.Takes == Takes.Nothing) return attached is null || Wrong("option does not take an argument");
        Argument = attached;
        if (attached is not null) return true;
        bool more = _next < words.Count;
        if (found.Takes == Takes.Optional && (!more || words[_next].StartsWith('-'))) return true;
        if (!more) return Wrong("missing argument");
        Word = _next;
        Argument = words[_next++];
        return true;
    }

    private bool Wrong(string what, string? hint = null)
    {
        Fault = new IpvsadmFault($"{Quoted}: {what}", Word, hint, IpvsadmFault.Failed);
        return false;
    }
}
