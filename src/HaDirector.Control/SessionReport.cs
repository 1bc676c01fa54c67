namespace HaDirector.Control;

/// <summary>A BFD session.</summary>
public sealed record SessionReport
{
    /// <summary>Name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Address of the other end.</summary>
    public required string Peer { get; init; }

    /// <summary>Interface of a single-hop session; empty when multihop.</summary>
    public required string Interface { get; init; }

    /// <summary>"admin_down", "down", "init" or "up".</summary>
    public required string State { get; init; }

    /// <summary>The same of the other end, as it last said.</summary>
    public required string RemoteState { get; init; }

    /// <summary>Why it left its last state: "detection_time_expired", ...; or empty.</summary>
    public string Diagnostic { get; init; } = "";

    /// <summary>When this state was entered; null until the VRRP process reported.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Interval of our packets as negotiated.</summary>
    public double TransmitMs { get; init; }

    /// <summary>How long the other end may be silent, as negotiated.</summary>
    public double DetectionMs { get; init; }

    /// <summary>Packets sent since the VRRP process started.</summary>
    public long Sent { get; init; }

    /// <summary>Packets received and believed.</summary>
    public long Received { get; init; }

    /// <summary>Times it came up.</summary>
    public long CameUp { get; init; }

    /// <summary>Times it went down because nothing was heard for the detection time.</summary>
    public long Lost { get; init; }
}
