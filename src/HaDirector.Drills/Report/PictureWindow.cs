namespace HaDirector.Drills;

/// <summary>The stretch of time a picture shows, and how it lies on the paper.</summary>
/// <param name="From">Left edge, counted from the fault.</param>
/// <param name="To">Right edge.</param>
/// <param name="Zero">The instant the axis counts from.</param>
public readonly record struct PictureWindow(TimeSpan From, TimeSpan To, TimeSpan Zero)
{
    /// <summary>Left edge of the plot in the picture's units.</summary>
    public const double Left = 118;

    /// <summary>Right edge of the plot.</summary>
    public const double Right = 984;

    private static readonly double[] Steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 60000];

    /// <summary>Milliseconds between two numbers of the axis: a round step that gives at most ten.</summary>
    public double Step
    {
        get
        {
            double span = (To - From).TotalMilliseconds;
            return Steps.FirstOrDefault(step => span / step <= 10, Steps[^1]);
        }
    }

    /// <summary>The fault: some time before it, and until all that matters has happened.</summary>
    public static PictureWindow OfFault(ActReport act, DrillSubject subject)
    {
        ActFigures figures = act.Figures;
        TimeSpan[] matters =
        [
            TimeSpan.FromMilliseconds(600),
            figures.Act.Fault == Fault.Kill ? TimeSpan.FromSeconds(1.7) : default,
            FaultText.TakesOver(figures.Act.Fault) ? subject.BackupDownInterval : default,
            figures.Act.Fault == Fault.ServerDown ? subject.DeadServerBound ?? default : default,
            figures.Takeover ?? default, figures.Outage, figures.DeadServerUsed ?? default,
        ];
        TimeSpan to = Smaller(1.6 * matters.Max(), act.TimeLine.Healed);
        return new PictureWindow(-0.2 * to, to, TimeSpan.Zero);
    }

    /// <summary>The way back: from the healing to the end.</summary>
    public static PictureWindow OfFailback(ActReport act)
    {
        TimeSpan length = act.TimeLine.Ended - act.TimeLine.Healed;
        return new PictureWindow(act.TimeLine.Healed - (0.06 * length), act.TimeLine.Ended, act.TimeLine.Healed);
    }

    /// <summary>Where a time lies, on the nearer edge when it is outside.</summary>
    public double X(TimeSpan time) => Math.Clamp(Left + ((time - From) / (To - From) * (Right - Left)), Left, Right);

    /// <summary>Whether a time is inside.</summary>
    public bool Shows(TimeSpan time) => time >= From && time <= To;

    /// <summary>Whether any part of a stretch is inside.</summary>
    public bool Shows(TimeSpan from, TimeSpan to) => to >= From && from <= To;

    private static TimeSpan Smaller(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
