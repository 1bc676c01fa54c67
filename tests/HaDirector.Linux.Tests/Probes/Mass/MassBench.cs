using HaDirector.Health;
using HaDirector.Model;
using HaDirector.Probes.Mass;

namespace HaDirector.Linux.Tests.Probes.Mass;

/// <summary>Drives an engine and a board as the service loop does, until something holds.</summary>
internal sealed class MassBench : IDisposable
{
    private readonly List<CheckTicket> _due = [];
    private readonly PollEntry[] _entries = new PollEntry[1];
    private readonly List<(CheckTicket Ticket, ProbeResult Result)> _results = [];
    private readonly CheckBoard _board;

    public MassBench(params CheckSpec[] specs) => _board = new CheckBoard(specs, Clock.Now, concurrencyMax: 100_000);

    public MassEngine Engine { get; } = new();

    public CheckBoard Board => _board;

    /// <summary>Every result so far, in the order they came.</summary>
    public List<(CheckSpec Spec, ProbeResult Result)> Results { get; } = [];

    /// <summary>Whether results are kept; not where allocation is counted.</summary>
    public bool Keep { get; set; } = true;

    public int Done { get; private set; }

    /// <summary>The first result of one check.</summary>
    public static ProbeResult Run(CheckSpec spec)
    {
        using MassBench bench = new(spec);
        bench.Until(() => bench.Done > 0);
        return bench.Results[0].Result;
    }

    /// <summary>Starts what is due.</summary>
    public void Begin()
    {
        _board.TakeDue(Clock.Now, _due);
        foreach (CheckTicket ticket in _due) Engine.Start(ticket);
        _due.Clear();
    }

    /// <summary>Takes results.</summary>
    public void Take()
    {
        Engine.Poll(_results);
        foreach ((CheckTicket ticket, ProbeResult result) in _results)
        {
            _board.Record(ticket, result, Clock.Now);
            Done++;
            if (Keep) Results.Add((ticket.Spec, result));
        }
        _results.Clear();
    }

    public void Until(Func<bool> holds)
    {
        Instant limit = Clock.Now + TimeSpan.FromSeconds(60);
        while (!holds())
        {
            if (Clock.Now > limit) Assert.Fail($"nothing for a minute; {Engine.Running} tries under way, {Done} done");
            Begin();
            _entries[0] = new() { Descriptor = Engine.Descriptor, Wanted = PollEntry.Readable };
            Instant next = Engine.NextDeadline < _board.NextDeadline ? Engine.NextDeadline : _board.NextDeadline;
            long wait = next == Instant.Never ? 1_000_000_000 : Math.Clamp(next.Nanoseconds - Clock.Now.Nanoseconds, 0, 1_000_000_000);
            Poll.Wait(_entries, wait);
            Take();
        }
    }

    public void Dispose() => Engine.Dispose();
}
