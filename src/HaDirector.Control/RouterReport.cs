namespace HaDirector.Control;

/// <summary>A virtual router as this director sees it.</summary>
public sealed record RouterReport
{
    /// <summary>Name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Interface of the adverts and of the addresses.</summary>
    public required string Interface { get; init; }

    /// <summary>1-255.</summary>
    public required int VirtualRouterId { get; init; }

    /// <summary>"ipv4" or "ipv6".</summary>
    public string Family { get; init; } = "ipv4";

    /// <summary>Version of VRRP: 2 or 3.</summary>
    public int Version { get; init; } = 3;

    /// <summary>"initialize", "backup", "master" or "fault".</summary>
    public required string State { get; init; }

    /// <summary>When this state was entered; null until the VRRP process reported.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Why this state was entered: "master_down", "outranked", ...; empty when not known.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Configured priority.</summary>
    public required int Priority { get; init; }

    /// <summary>The priority in use: the configured one, moved by what is tracked and by the sync group.</summary>
    public int EffectivePriority { get; init; }

    /// <summary>Whether it takes over from a master of lower priority.</summary>
    public required bool Preempt { get; init; }

    /// <summary>Own advert interval.</summary>
    public required int AdvertIntervalMs { get; init; }

    /// <summary>The master last heard; null when none was, or when it is this director.</summary>
    public MasterReport? Master { get; init; }

    /// <summary>Skew time: by how much a backup of this priority lets others go first (RFC 9568 section 6.1).</summary>
    public required double SkewMs { get; init; }

    /// <summary>How long a silent master is believed: three of its intervals and the skew time.</summary>
    public required double MasterDownMs { get; init; }

    /// <summary>Virtual addresses in the configured order.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Addresses that are held and not in the adverts.</summary>
    public IReadOnlyList<string> ExcludedAddresses { get; init; } = [];

    /// <summary>Whether they are on the interface now.</summary>
    public required bool HoldsAddresses { get; init; }

    /// <summary>When the lease decides about answering for them: "auto", "always" or "never".</summary>
    public string Fence { get; init; } = "auto";

    /// <summary>Counts since the VRRP process started.</summary>
    public required RouterCounters Counters { get; init; }
}

/// <summary>The master another director is.</summary>
/// <param name="Address">Its primary address.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="AdvertIntervalMs">Its advert interval.</param>
public sealed record MasterReport(string Address, int Priority, int AdvertIntervalMs);

/// <summary>Counts of one router since the VRRP process started.</summary>
/// <param name="AdvertsSent">Adverts sent.</param>
/// <param name="AdvertsReceived">Adverts received and accepted.</param>
/// <param name="BecameMaster">Times it became master.</param>
/// <param name="PriorityZeroSent">Resignations sent.</param>
/// <param name="PriorityZeroReceived">Resignations received.</param>
/// <param name="SendErrors">Adverts that could not be sent.</param>
public sealed record RouterCounters(
    long AdvertsSent, long AdvertsReceived, long BecameMaster, long PriorityZeroSent, long PriorityZeroReceived, long SendErrors);
