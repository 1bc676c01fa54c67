using HaDirector.Config.Yaml;

namespace HaDirector.Config.Binding;

/// <summary>What a mapping was bound to; a missing or wrong value leaves its property null.</summary>
internal abstract class Draft
{
    private List<string>? _wrong;

    /// <summary>Where the mapping is named.</summary>
    public Spot At { get; init; }

    /// <summary>Whether the key was written but its value is wrong: reported, and no reason to call it missing.</summary>
    public bool Wrong(string key) => _wrong?.Contains(key) == true;

    /// <summary>Remembers a key whose value is wrong.</summary>
    public void MarkWrong(string key) => (_wrong ??= []).Add(key);

    /// <summary>Takes over what is wrong in another draft.</summary>
    public void MarkWrongOf(Draft other)
    {
        foreach (string key in other._wrong ?? []) MarkWrong(key);
    }
}
