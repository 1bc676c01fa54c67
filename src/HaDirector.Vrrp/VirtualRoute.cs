using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>A route that is there while the router is master.</summary>
/// <param name="Destination">Where to; the default route has length 0.</param>
public sealed record VirtualRoute(IpPrefix Destination)
{
    /// <summary>Next hop; not set is directly on the interface.</summary>
    public IpAddress Gateway { get; init; }

    /// <summary>Interface; empty is the router's own.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Preferred source address; not set is none.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Routing table; 254 is main.</summary>
    public uint Table { get; init; } = 254;

    /// <summary>Metric; 0 is the kernel's default.</summary>
    public uint Metric { get; init; }

    /// <summary>Scope.</summary>
    public AddressScope Scope { get; init; }

    /// <summary>The same in all. Written out for the reason of <see cref="VirtualAddress.Equals(VirtualAddress)"/>.</summary>
    public bool Equals(VirtualRoute? other) =>
        other is not null && Destination == other.Destination && Gateway == other.Gateway && Source == other.Source && Table == other.Table
        && Metric == other.Metric && Scope == other.Scope && string.Equals(Interface, other.Interface, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Destination, Gateway, Table, Metric);
}

/// <summary>A policy routing rule that is there while the router is master.</summary>
/// <param name="Family">Its family.</param>
/// <param name="Table">Table that is looked up.</param>
public sealed record VirtualRule(IpFamily Family, uint Table)
{
    /// <summary>Right before the rule for the table main.</summary>
    public const int LastPreference = 32765;

    /// <summary>Source prefix; default is any.</summary>
    public IpPrefix From { get; init; }

    /// <summary>Destination prefix; default is any.</summary>
    public IpPrefix To { get; init; }

    /// <summary>Interface a packet came by; empty is any.</summary>
    public string IncomingInterface { get; init; } = "";

    /// <summary>Firewall mark; 0 is any.</summary>
    public uint Mark { get; init; }

    /// <summary>
    /// Preference among the rules, the smallest first. Never left to the kernel: it would take another one each time it is told of the rule, which then is another rule.
    /// </summary>
    public uint Preference { get; init; } = LastPreference;

    /// <summary>The same in all. Written out for the reason of <see cref="VirtualAddress.Equals(VirtualAddress)"/>.</summary>
    public bool Equals(VirtualRule? other) =>
        other is not null && Family == other.Family && Table == other.Table && From == other.From && To == other.To && Mark == other.Mark
        && Preference == other.Preference && string.Equals(IncomingInterface, other.IncomingInterface, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Family, Table, From, To, Preference);
}
