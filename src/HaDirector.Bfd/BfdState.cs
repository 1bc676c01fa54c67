namespace HaDirector.Bfd;

/// <summary>States of a session; the values are those on the wire (RFC 5880 section 4.1).</summary>
public enum BfdState : byte
{
    /// <summary>Taken down on purpose: says nothing about the path or the other end (RFC 5882 section 3.2).</summary>
    AdminDown = 0,

    /// <summary>The other end is not heard, or does not hear us.</summary>
    Down = 1,

    /// <summary>The other end is heard; it does not yet say that it hears us.</summary>
    Init = 2,

    /// <summary>Both hear each other.</summary>
    Up = 3,
}

/// <summary>Why a session left its last state; the values are those on the wire (RFC 5880 section 4.1).</summary>
public enum BfdDiagnostic : byte
{
    /// <summary>No reason.</summary>
    None = 0,

    /// <summary>Nothing was heard for the detection time.</summary>
    DetectionTimeExpired = 1,

    /// <summary>Never ours: there is no echo function here.</summary>
    EchoFailed = 2,

    /// <summary>The other end said that its session is down.</summary>
    NeighborSignaledDown = 3,

    /// <summary>Never ours.</summary>
    ForwardingPlaneReset = 4,

    /// <summary>Never ours.</summary>
    PathDown = 5,

    /// <summary>Never ours.</summary>
    ConcatenatedPathDown = 6,

    /// <summary>Taken down on purpose.</summary>
    AdministrativelyDown = 7,

    /// <summary>Never ours.</summary>
    ReverseConcatenatedPathDown = 8,
}

/// <summary>States and reasons as status, metrics and log write them: stable for ever.</summary>
public static class BfdWords
{
    /// <summary>A state in lower case.</summary>
    public static string Label(this BfdState state) => state switch
    {
        BfdState.AdminDown => "admin_down",
        BfdState.Down => "down",
        BfdState.Init => "init",
        BfdState.Up => "up",
        _ => "unknown",
    };

    /// <summary>A reason in snake case; empty for none.</summary>
    public static string Label(this BfdDiagnostic diagnostic) => diagnostic switch
    {
        BfdDiagnostic.None => "",
        BfdDiagnostic.DetectionTimeExpired => "detection_time_expired",
        BfdDiagnostic.EchoFailed => "echo_failed",
        BfdDiagnostic.NeighborSignaledDown => "neighbor_signaled_down",
        BfdDiagnostic.ForwardingPlaneReset => "forwarding_plane_reset",
        BfdDiagnostic.PathDown => "path_down",
        BfdDiagnostic.ConcatenatedPathDown => "concatenated_path_down",
        BfdDiagnostic.AdministrativelyDown => "administratively_down",
        BfdDiagnostic.ReverseConcatenatedPathDown => "reverse_concatenated_path_down",
        _ => "unknown",
    };
}
