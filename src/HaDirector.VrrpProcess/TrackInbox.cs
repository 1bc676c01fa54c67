using HaDirector.Vrrp.Tracking;

namespace HaDirector.VrrpProcess;

/// <summary>
/// What ordinary threads saw of tracked objects, on its way to the real-time thread: one place for each object, where the newest value wins.
/// One writer, one reader, no lock.
/// </summary>
/// <param name="tracks">How many objects there are.</param>
internal sealed class TrackInbox(int tracks)
{
    private const long Known = 1, Up = 2, Failed = 4;
    private const int NumberShift = 32;

    private readonly long[] _values = new long[tracks];
    private readonly int[] _times = new int[tracks];
    private readonly int[] _taken = new int[tracks];

    /// <summary>Puts a value in; what is no object of the plan is not looked at.</summary>
    public void Put(long track, TrackValue value)
    {
        if ((ulong)track >= (ulong)_values.Length) return;
        long bits = (value.Known ? Known : 0) | (value.Up ? Up : 0) | (value.Failed ? Failed : 0) | ((long)value.Number << NumberShift);
        Volatile.Write(ref _values[track], bits);
        Volatile.Write(ref _times[track], _times[track] + 1);
    }

    /// <summary>Takes the value of an object if one came since the last time.</summary>
    public bool TryTake(int track, out TrackValue value)
    {
        int times = Volatile.Read(ref _times[track]);
        long bits = Volatile.Read(ref _values[track]);
        value = new TrackValue((bits & Known) != 0, (bits & Up) != 0, (int)(bits >> NumberShift)) { Failed = (bits & Failed) != 0 };
        if (times == _taken[track]) return false;
        _taken[track] = times;
        return true;
    }
}
