using HaDirector.Model;

namespace HaDirector.Drills.Simulation;

/// <summary>The switches between the directors: who hears whom on which segment, and since when.</summary>
internal sealed class Network
{
    private readonly int _directors;
    private readonly uint[] _deafTo; // one word for each segment and hearer, one bit for each speaker
    private readonly Instant[] _since;
    private readonly Instant[] _stragglers; // one for each segment and hearer

    /// <summary>Everybody hears everybody.</summary>
    public Network(int segments, int directors)
    {
        _directors = directors;
        _deafTo = new uint[segments * directors];
        _since = new Instant[segments * directors * directors];
        _stragglers = new Instant[segments * directors];
        ClogUntil = new Instant[segments];
        Array.Fill(ClogUntil, new Instant(0));
    }

    /// <summary>Until when each segment keeps what is sent.</summary>
    public Instant[] ClogUntil { get; }

    /// <summary>Until when something that a clog kept back may still arrive at one, whatever became of the clog and the ways meanwhile.</summary>
    public Instant StragglersUntil(int segment, int to) => _stragglers[(segment * _directors) + to];

    /// <summary>Notes the arrival of something that a clog keeps back.</summary>
    public void Straggle(int segment, int to, Instant at)
    {
        ref Instant last = ref _stragglers[(segment * _directors) + to];
        if (at > last) last = at;
    }

    /// <summary>Whether what one sends reaches the other.</summary>
    public bool Open(int segment, int from, int to) => ((_deafTo[(segment * _directors) + to] >> from) & 1) == 0;

    /// <summary>Since when it is as it is from one to the other.</summary>
    public Instant Since(int segment, int from, int to) => _since[(((segment * _directors) + from) * _directors) + to];

    /// <summary>Opens or closes the way from one to another.</summary>
    public void Set(int segment, int from, int to, bool open, Instant now)
    {
        if (from == to || Open(segment, from, to) == open) return;
        _deafTo[(segment * _directors) + to] ^= 1u << from;
        _since[(((segment * _directors) + from) * _directors) + to] = now;
    }

    /// <summary>Opens or closes the ways to and from a director.</summary>
    public void SetAll(int segment, int director, bool? hears, bool? heard, Instant now)
    {
        for (int other = 0; other < _directors; other++)
        {
            if (hears is { } inward) Set(segment, other, director, inward, now);
            if (heard is { } outward) Set(segment, director, other, outward, now);
        }
    }
}
