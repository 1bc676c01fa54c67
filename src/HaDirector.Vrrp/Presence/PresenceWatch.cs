using HaDirector.Model;

namespace HaDirector.Vrrp.Presence;

/// <summary>
/// Who of the other directors lives, by their hellos. Whom it never heard it counts as absent. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// Old hellos said again are refused by order, not by clocks, for directors whose clocks differ must still see each other: within a session the counter
/// grows; a new session is believed when its wall time is not before that of the last, or when the director is absent anyway. What a hello says of
/// routers is believed only when its wall time is near ours (<see cref="Believes"/>), since only that tells a hello of today from one of yesterday.
/// </remarks>
/// <param name="directors">Their addresses, at most <see cref="PeerSpec.DirectorsMax"/>.</param>
/// <param name="session">Our own session.</param>
public sealed class PresenceWatch(IReadOnlyList<IpAddress> directors, ulong session)
{
    /// <summary>How long a director counts as present after its last hello.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How often a director says hello.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How far the wall clocks may differ for a hello's word on routers to count.</summary>
    public static readonly TimeSpan ClockWindow = TimeSpan.FromSeconds(60);

    private readonly IpAddress[] _directors = [.. directors];
    private readonly Hello[] _last = new Hello[directors.Count];
    private readonly Instant[] _until = new Instant[directors.Count];

    /// <summary>How many other directors there are.</summary>
    public int Count => _directors.Length;

    /// <summary>When the next of those that are present would count as absent.</summary>
    public Instant NextDeadline(Instant now)
    {
        Instant next = Instant.Never;
        foreach (Instant until in _until)
        {
            if (until > now && until < next) next = until;
        }

        return next;
    }

    /// <summary>Whether a director is present.</summary>
    public bool IsPresent(int director, Instant now) => _until[director] > now;

    /// <summary>Whether the director of an address is present.</summary>
    public bool IsPresent(IpAddress source, Instant now) => IndexOf(source) is >= 0 and int director && IsPresent(director, now);

    /// <summary>Whether any director is present.</summary>
    public bool AnyPresent(Instant now)
    {
        for (int i = 0; i < _until.Length; i++)
        {
            if (IsPresent(i, now)) return true;
        }

        return false;
    }

    /// <summary>Takes a hello whose HMAC is right.</summary>
    /// <param name="source">Where it came from.</param>
    /// <param name="hello">Its head.</param>
    /// <param name="now">The time.</param>
    /// <param name="director">Position of its director; -1 when it is none of ours.</param>
    public HelloDrop Hear(IpAddress source, in Hello hello, Instant now, out int director)
    {
        director = IndexOf(source);
        if (hello.Session == session) return HelloDrop.Own;
        if (director < 0) return HelloDrop.Sender;
        ref Hello last = ref _last[director];
        bool newer = hello.Session == last.Session
            ? hello.Counter > last.Counter
            : hello.WallSeconds >= last.WallSeconds || !IsPresent(director, now);
        if (!newer) return HelloDrop.Replayed;
        last = hello;
        _until[director] = now + Patience;
        return HelloDrop.None;
    }

    /// <summary>Whether what a hello says of routers may be acted on.</summary>
    /// <param name="hello">Its head.</param>
    /// <param name="wallSeconds">Seconds since 1970 here.</param>
    public static bool Believes(in Hello hello, long wallSeconds)
    {
        long window = (long)ClockWindow.TotalSeconds; // no clock of ours is near the ends of a long
        return hello.WallSeconds >= wallSeconds - window && hello.WallSeconds <= wallSeconds + window;
    }

    private int IndexOf(IpAddress source)
    {
        for (int i = 0; i < _directors.Length; i++)
        {
            if (_directors[i] == source) return i;
        }

        return -1;
    }
}
