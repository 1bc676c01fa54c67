namespace HaDirector.Config.Binding;

/// <summary>What a free name may be.</summary>
/// <param name="pattern">The same for editors.</param>
/// <param name="expected">The same for people.</param>
/// <param name="allows">Whether a name is one.</param>
internal sealed class NameRule(string pattern, string expected, Func<string, bool> allows)
{
    /// <summary>Letters, digits, '-', '_' and '.', beginning with a letter or digit.</summary>
    /// <param name="longest">Most characters.</param>
    public NameRule(int longest)
        : this(
            $"^[A-Za-z0-9][A-Za-z0-9._-]{{0,{longest - 1}}}$",
            $"at most {longest} of A-Z a-z 0-9 - _ . and begin with a letter or digit",
            name => name.Length > 0 && name.Length <= longest && char.IsAsciiLetterOrDigit(name[0])
                && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
    {
    }

    public string Pattern { get; } = pattern;

    public string Expected { get; } = expected;

    public bool Allows(string name) => allows(name);
}
