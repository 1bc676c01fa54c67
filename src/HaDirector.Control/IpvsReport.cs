namespace HaDirector.Control;

/// <summary>The kernel's IPVS table as we treat it.</summary>
public sealed record IpvsReport
{
    /// <summary>Whether this kernel has ip_vs; null before it was asked.</summary>
    public required bool? Available { get; init; }

    /// <summary>Version of the kernel's ip_vs, or empty.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>Times desired and actual table were compared.</summary>
    public required long Reconciles { get; init; }

    /// <summary>Changes the kernel took.</summary>
    public required long Changes { get; init; }

    /// <summary>Changes the kernel refused.</summary>
    public required long Errors { get; init; }

    /// <summary>Times that answers of the kernel to changes were lost, by the error's name.</summary>
    public IReadOnlyDictionary<string, long> AnswersLost { get; init; } = new Dictionary<string, long>();

    /// <summary>Changes needed because somebody else changed what is ours.</summary>
    public required long Drift { get; init; }

    /// <summary>When the kernel's table was last read to its end and compared; null is not yet.</summary>
    public DateTimeOffset? LastAudit { get; init; }

    /// <summary>When the table was last seen as it should be; null is not yet.</summary>
    public DateTimeOffset? LastEqual { get; init; }

    /// <summary>How long the last such reading worked, its pauses left out.</summary>
    public double AuditSeconds { get; init; }

    /// <summary>From a verdict to the kernel's answer to the changes it brought; null before the first.</summary>
    public HistogramReport? VerdictToKernel { get; init; }

    /// <summary>Services of others that were removed because ipvs.foreign is remove.</summary>
    public long ForeignRemoved { get; init; }

    /// <summary>Services in the kernel that are not ours and are left alone.</summary>
    public IReadOnlyList<string> ForeignServices { get; init; } = [];
}
