namespace HaDirector.Drills;

/// <summary>The one table of a drill: a row for each fault.</summary>
public static class ReportTable
{
    /// <summary>Heads of the columns.</summary>
    public static readonly IReadOnlyList<string> Heads =
        ["fault", "outage ms", "takeover ms", "connections kept", "dead server used ms", "failback outage ms", "verdict"];

    /// <summary>The cells of a fault's row, in the order of <see cref="Heads"/>.</summary>
    public static IReadOnlyList<string> Row(FaultReport fault) =>
    [
        FaultText.Name(fault.Fault),
        Figure.Of(fault.Spread(a => a.Outage)),
        Figure.Of(fault.Spread(a => a.Takeover)),
        KeptCell(fault),
        fault.Fault == Fault.ServerDown ? Figure.Of(fault.Spread(a => a.DeadServerUsed ?? TimeSpan.Zero)) : Figure.None,
        Figure.Of(fault.Spread(a => a.FailbackOutage)),
        fault.Passed ? "pass" : "FAIL",
    ];

    private static string KeptCell(FaultReport fault)
    {
        int kept = fault.Acts.Sum(a => a.Figures.Kept);
        int held = kept + fault.Acts.Sum(a => a.Figures.Lost);
        return $"{kept}/{held}";
    }
}
