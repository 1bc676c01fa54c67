namespace HaDirector.Vrrp.Tracking;

/// <summary>Turns the runs of a script into up and down: so many good ones in a row, so many failed ones.</summary>
/// <param name="rise">Good runs in a row that make it up. The first of all makes it up at once.</param>
/// <param name="fall">Failed runs in a row that make it down.</param>
public sealed class RiseFall(int rise, int fall)
{
    private int _inARow;
    private bool _lastWasGood;

    /// <summary>What the runs so far say; unknown before the first good or enough failed ones.</summary>
    public TrackValue Value { get; private set; }

    /// <summary>Takes the result of a run.</summary>
    public void Add(bool good)
    {
        _inARow = good == _lastWasGood ? _inARow + 1 : 1;
        _lastWasGood = good;
        if (good ? _inARow >= rise || !Value.Known : _inARow >= fall) Set(new TrackValue(true, good));
        else if (Value.Failed) Set(new TrackValue(true, false));
    }

    /// <summary>It could not be run at all: that is not a matter of how often.</summary>
    public void CannotRun() => Set(TrackValue.NobodyKnows);

    private void Set(TrackValue value)
    {
        Value = value;
        _inARow = Math.Min(_inARow, Math.Max(rise, fall));
    }
}
