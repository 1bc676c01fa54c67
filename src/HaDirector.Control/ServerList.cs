namespace HaDirector.Control;

/// <summary>Servers and what is asked of them: the answer of GET /servers.</summary>
public sealed record ServerList
{
    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = Snapshot.ApiVersion;

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Servers that were asked for, those beyond the limit included; 0 from a director that does not count them.</summary>
    public int Matching { get; init; }

    /// <summary>Servers in the order of the configuration, as far as they were asked for. Written as they are enumerated.</summary>
    public required IEnumerable<ServerDetail> Servers { get; init; }
}

/// <summary>How one server of one service stands.</summary>
public sealed record ServerDetail
{
    /// <summary>Name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>Address and port.</summary>
    public required string Server { get; init; }

    /// <summary>"up", "down" or "unknown"; a server without a check is up.</summary>
    public required string Verdict { get; init; }

    /// <summary>What it does: "serving", "starting", "draining", ...</summary>
    public required string Role { get; init; }

    /// <summary>In what time that ends by itself; null is not.</summary>
    public double? RoleEndsSeconds { get; init; }

    /// <summary>What is asked of it: "ready", "drain" or "maintenance".</summary>
    public required string Mode { get; init; }

    /// <summary>Who asks for it: "none", "server", "file" or "command".</summary>
    public required string ModeBy { get; init; }

    /// <summary>In what time that ends by itself; null is not.</summary>
    public double? ModeEndsSeconds { get; init; }

    /// <summary>Weight in the configuration.</summary>
    public int ConfiguredWeight { get; init; }

    /// <summary>Weight it is to have; null when it is not to be in the kernel.</summary>
    public int? DesiredWeight { get; init; }

    /// <summary>What weights are multiplied by in the kernel; 1 where nothing moves them.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Percent its slow start leaves it with.</summary>
    public int RampPercent { get; init; } = 100;

    /// <summary>Percent its latency leaves it with.</summary>
    public int LatencyPercent { get; init; } = 100;

    /// <summary>Percent it asks for itself.</summary>
    public int AdvicePercent { get; init; } = 100;

    /// <summary>Whether it is a backup server.</summary>
    public bool Backup { get; init; }
}
