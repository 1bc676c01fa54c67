using HaDirector.Drills;
using HaDirector.Model;

namespace HaDirector.Tests.Drills;

/// <summary>Synthetic drills: a pair at 100 ms adverts, and acts that went as wanted unless told otherwise.</summary>
internal static class Acts
{
    public static readonly DrillSubject Pair = new(
        new DirectorSeat("lb01", IpAddress.Parse("192.0.2.11"), 150),
        new DirectorSeat("lb02", IpAddress.Parse("192.0.2.12"), 100),
        51, IpAddress.Parse("192.0.2.80"), Ms(100), new ServicePort(7000, 7000, 2), new ServicePort(7001, 7001, 2),
        new CheckTiming(Ms(500), Ms(300), 2));

    public static readonly DrillSetting Setting = new(
        new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(96), "drill-dr.yaml", "hadirector 0.1.0", "Linux 6.1.176, 1 CPU");

    public static TimeSpan Ms(double milliseconds) => TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));

    /// <summary>An act as it should be: taken over after <paramref name="outage"/> where a takeover belongs, everything kept.</summary>
    public static ActRecord Good(Fault fault, double outage = 300, int repetition = 1)
    {
        bool takesOver = FaultText.TakesOver(fault);
        return new ActRecord(new Act(fault, repetition), Ms(3400), Ms(3800), Ms(8000))
        {
            Probes = [.. takesOver ? Probes(outage) : Enumerable.Range(-500, 8500).Select(i => Answered(i, Seat.Master))],
            Held = [.. Enumerable.Range(0, 50).Select(i => new HeldConnection((byte)(1 + (i % 2)), Ms(3500), Ms(-50), Ms(outage + 10), null))],
            New = [.. Enumerable.Range(-5, 80).Select(i => new NewConnection(Ms(i * 100), IsDead(fault, i) ? null : Ms(2), IsDead(fault, i) ? (byte)0 : (byte)(1 + (i & 1))))],
            Link = [.. takesOver ? Link(outage) : Adverts(Seat.Master, -500, 8000)],
            ArpAnswers = takesOver ? Seat.Backup : Seat.Master,
            Restored = true,
            ProberStall = Ms(3),
        };
    }

    public static ProbeSample Answered(double at, Seat via) => new(Ms(at), Ms(0.4), via, 1);

    public static ProbeSample Lost(double at, Seat via = Seat.Master) => new(Ms(at), null, via, 0);

    public static IEnumerable<LinkEvent> Adverts(Seat by, int from, int to)
    {
        for (int at = from; at < to; at += 100) yield return new LinkEvent(Ms(at), by, LinkEventKind.Advert);
    }

    // A dead first server gets every other connection until the check has found it, 1.2 s after the fault.
    private static bool IsDead(Fault fault, int i) => fault == Fault.ServerDown && i is > 0 and <= 12 && i % 2 == 0;

    // Back on the master from 5000 on, with 20 ms of outage.
    private static IEnumerable<ProbeSample> Probes(double outage)
    {
        for (int at = -500; at < 8000; at++)
        {
            if (at >= 0 && at < outage) yield return Lost(at);
            else if (at is >= 5000 and < 5020) yield return Lost(at, Seat.Backup);
            else yield return Answered(at, at < 0 || at >= 5020 ? Seat.Master : Seat.Backup);
        }
    }

    private static IEnumerable<LinkEvent> Link(double outage) =>
        Adverts(Seat.Master, -470, 0).Concat(Adverts(Seat.Backup, (int)outage - 5, 5000)).Concat(Adverts(Seat.Master, 4995, 8000))
            .Append(new LinkEvent(Ms(outage - 4), Seat.Backup, LinkEventKind.GratuitousArp))
            .Append(new LinkEvent(Ms(3450), Seat.Backup, LinkEventKind.ArpAnswer))
            .OrderBy(e => e.At);
}
