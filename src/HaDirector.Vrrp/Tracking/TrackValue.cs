namespace HaDirector.Vrrp.Tracking;

/// <summary>
/// What is known about a tracked object. Unknown (default) faults a router that has a script of weight 0 (fail closed), and moves nothing else.
/// </summary>
/// <param name="Known">Whether it was looked at yet.</param>
/// <param name="Up">Whether it is up.</param>
/// <param name="Number">The number of a file; 0 else.</param>
public readonly record struct TrackValue(bool Known, bool Up, int Number = 0)
{
    /// <summary>Down, and nobody can say better: a script that cannot be run, or a director process that is away. For every use, reversed ones too, it counts as the worse of up and down.</summary>
    public static readonly TrackValue NobodyKnows = new(true, false) { Failed = true };

    /// <summary>Whether it is <see cref="NobodyKnows"/>.</summary>
    public bool Failed { get; init; }

    /// <summary>Whether both say the same. (The generated equality may allocate.)</summary>
    public bool Is(TrackValue other) => Known == other.Known && Up == other.Up && Number == other.Number && Failed == other.Failed;
}
