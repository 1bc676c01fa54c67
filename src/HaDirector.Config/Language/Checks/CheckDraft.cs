using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language.Checks;

/// <summary>A check as written; of a server, or of a part of all and any, only what differs from the one around it.</summary>
internal sealed class CheckDraft : Draft
{
    /// <summary>What is tried, by each key that says so; one is right.</summary>
    public IReadOnlyList<Located<KindDraft>> Kinds { get; private set; } = [];

    public Located<IReadOnlyList<Located<CheckDraft>>>? All { get; set; }

    public Located<IReadOnlyList<Located<CheckDraft>>>? Any { get; set; }

    public Located<TimeSpan>? Interval { get; set; }

    public Located<TimeSpan>? FastInterval { get; set; }

    public Located<TimeSpan>? SlowInterval { get; set; }

    public Located<TimeSpan>? Timeout { get; set; }

    public Located<int>? Rise { get; set; }

    public Located<int>? Fall { get; set; }

    public Located<int>? Jitter { get; set; }

    public Located<int>? Port { get; set; }

    public Located<IpAddress>? Address { get; set; }

    public Located<PerDirector<IpAddress>>? Source { get; set; }

    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<int>? Mark { get; set; }

    public Located<CheckVia>? Via { get; set; }

    /// <summary>The checks inside, when it is made of several.</summary>
    public IReadOnlyList<Located<CheckDraft>> Parts => (All ?? Any)?.Value ?? [];

    /// <summary>Ways in which it says what to try, wrong ones included.</summary>
    public int Ways => Kinds.Count + (All is null ? 0 : 1) + (Any is null ? 0 : 1) + CheckTable.KindNames.Count(Wrong);

    public void Add<T>(Located<T> kind)
        where T : KindDraft => Kinds = [.. Kinds, new(kind.Value, kind.At)];

    /// <summary>Takes over what another one tries.</summary>
    public void Try(CheckDraft other)
    {
        (Kinds, All, Any) = (other.Kinds, other.All, other.Any);
        foreach (string name in CheckTable.KindNames.Where(other.Wrong)) MarkWrong(name);
    }
}

/// <summary>By which address a check talks to its server.</summary>
internal enum CheckVia
{
    /// <summary>The server's own.</summary>
    Server,

    /// <summary>That of the service, which a server of direct routing or a tunnel has, too.</summary>
    VirtualAddress,
}
