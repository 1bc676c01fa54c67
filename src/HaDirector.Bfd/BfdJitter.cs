namespace HaDirector.Bfd;

/// <summary>
/// Spreads the packets of a session: each interval is 75-100 % of the nominal one, at most 90 % when a single loss takes the session down
/// (RFC 5880 section 6.8.7). The same seed gives the same intervals.
/// </summary>
internal struct BfdJitter(uint seed)
{
    private const int Steps = 1 << 16;

    private uint _state = seed == 0 ? 0x9E3779B9 : seed; // xorshift stays at zero

    public TimeSpan Shorten(TimeSpan interval, byte multiplier)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        long widest = multiplier == 1 ? 15 : 25;
        long ticks = interval.Ticks * (multiplier == 1 ? 90 : 100) / 100;
        return new TimeSpan(ticks - (interval.Ticks * widest / 100 * (_state % Steps) / Steps));
    }
}
