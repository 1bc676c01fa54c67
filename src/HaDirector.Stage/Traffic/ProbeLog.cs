using HaDirector.Drills;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>The probes of one act. The prober writes sent and answered, the capture writes the way; each its own array.</summary>
/// <param name="first">Sequence of the first probe.</param>
internal sealed class ProbeLog(uint first)
{
    /// <summary>Most probes of an act: three minutes; later ones are not kept.</summary>
    public const int Capacity = 180_000;

    private readonly long[] _sent = new long[Capacity];
    private readonly long[] _answered = new long[Capacity];
    private readonly byte[] _server = new byte[Capacity];
    private readonly ulong[] _way = new ulong[Capacity];
    private int _count;

    /// <summary>A probe is about to be sent.</summary>
    public void Sent(uint sequence, Instant at)
    {
        if (Slot(sequence) is not { } slot) return;
        _sent[slot] = at.Nanoseconds;
        Volatile.Write(ref _count, slot + 1);
    }

    /// <summary>An answer has come; only the first counts.</summary>
    public void Answered(uint sequence, Instant at, byte server)
    {
        if (Slot(sequence) is not { } slot || _answered[slot] != 0) return;
        _server[slot] = server;
        _answered[slot] = at.Nanoseconds;
    }

    /// <summary>A probe was seen on its way to a link address.</summary>
    public void Seen(uint sequence, MacAddress destination)
    {
        if (Slot(sequence) is { } slot) _way[slot] = destination.Bits;
    }

    /// <summary>How many probes of the last <paramref name="duration"/> could be answered by now, and how many were, through one director.</summary>
    public (int Sent, int Answered) Recent(Instant now, TimeSpan duration, Func<MacAddress, Seat> seatOf, Seat through)
    {
        (long from, long to) = ((now - duration).Nanoseconds, (now - DrillScript.ProbePatience).Nanoseconds);
        (int sent, int answered) = (0, 0);
        for (int slot = Volatile.Read(ref _count) - 1; slot >= 0; slot--)
        {
            if (_sent[slot] == 0 || _sent[slot] > to) continue;
            if (_sent[slot] < from) break;
            sent++;
            if (_answered[slot] != 0 && seatOf(new MacAddress(_way[slot])) == through) answered++;
        }
        return (sent, answered);
    }

    /// <summary>Numbers of the servers that answered the last few probes.</summary>
    public byte[] RecentServers()
    {
        const int few = 32;
        int count = Volatile.Read(ref _count);
        return [.. _server.Take(Math.Max(0, count)).TakeLast(few).Where(server => server != 0).Distinct()];
    }

    /// <summary>The probes sent from <paramref name="from"/> to before <paramref name="to"/>, in order.</summary>
    public List<ProbeSample> Samples(Instant zero, Instant from, Instant to, Func<MacAddress, Seat> seatOf)
    {
        var samples = new List<ProbeSample>();
        int count = Volatile.Read(ref _count);
        for (int slot = 0; slot < count; slot++)
        {
            if (_sent[slot] == 0) continue; // the prober missed this one
            var sent = new Instant(_sent[slot]);
            if (sent < from || sent >= to) continue;
            TimeSpan? roundTrip = _answered[slot] == 0 ? null : new Instant(_answered[slot]) - sent;
            if (roundTrip > DrillScript.ProbePatience) roundTrip = null;
            Seat via = _way[slot] == 0 ? Seat.None : seatOf(new MacAddress(_way[slot]));
            samples.Add(new ProbeSample(sent - zero, roundTrip, via, roundTrip is null ? (byte)0 : _server[slot]));
        }
        return samples;
    }

    private int? Slot(uint sequence)
    {
        uint slot = sequence - first;
        return slot < Capacity ? (int)slot : null;
    }
}
