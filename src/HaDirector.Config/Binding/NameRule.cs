namespace HaDirector.Config.Binding;

/// <summary>What a free name may be: letters, digits, '-', '_' and '.', beginning with a letter or digit.</summary>
/// <param name="longest">Most characters.</param>
internal sealed class NameRule(int longest)
{
    public string Pattern { get; } = $"^[A-Za-z0-9][A-Za-z0-9._-]{{0,{longest - 1}}}$";

    public string Expected { get; } = $"at most {longest} of A-Z a-z 0-9 - _ . and begin with a letter or digit";

    public bool Allows(string name) =>
        name.Length > 0 && name.Length <= longest && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
