using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>
/// Remembers what was odd lately, and tells what lasts: heard <see cref="Needed"/> times with no long pause between, and not silent since. One advert
/// that crosses another, as in every change of roles, is nothing. Never allocates after construction.
/// </summary>
/// <param name="places">How many things it remembers.</param>
public sealed class DisagreementLog(int places)
{
    /// <summary>How often something must be heard to last.</summary>
    public const int Needed = 3;

    /// <summary>The shortest pause that ends it.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(3);

    private readonly Instant[] _last = new Instant[places];
    private readonly TimeSpan[] _pause = new TimeSpan[places];
    private readonly int[] _count = new int[places];
    private readonly IpAddress[] _sender = new IpAddress[places];

    /// <summary>The pause that ends something heard each <paramref name="interval"/>: three of them.</summary>
    public static TimeSpan Pause(Centiseconds interval)
    {
        TimeSpan three = interval.ToTimeSpan() * 3;
        return three > PauseMin ? three : PauseMin;
    }

    /// <summary>Heard it again.</summary>
    public void Note(int place, IpAddress sender, TimeSpan pause, Instant now)
    {
        bool goesOn = _count[place] > 0 && now - _last[place] <= _pause[place];
        _count[place] = !goesOn ? 1 : _count[place] < Needed ? _count[place] + 1 : Needed;
        _last[place] = now;
        _pause[place] = pause;
        _sender[place] = sender;
    }

    /// <summary>Whether it was heard and the pause since is not long, however often.</summary>
    public bool IsFresh(int place, Instant now) => _count[place] > 0 && now - _last[place] <= _pause[place];

    /// <summary>Whether it lasts, and from whom it was heard last.</summary>
    public bool Lasts(int place, Instant now, out IpAddress sender)
    {
        sender = _sender[place];
        return _count[place] >= Needed && IsFresh(place, now);
    }

    /// <summary>Forgets it.</summary>
    public void Forget(int place) => _count[place] = 0;
}
