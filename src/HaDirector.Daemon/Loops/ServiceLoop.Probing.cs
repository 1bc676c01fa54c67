using System.Collections.Concurrent;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Probes;
using HaDirector.Probes.Mass;

namespace HaDirector.Daemon.Loops;

/// <content>Tries: which are due, who makes them, and what becomes of their results.</content>
internal sealed partial class ServiceLoop
{
    /// <summary>Most tries under way at once: a pool of thousands that hangs must not hold up the checks of the others.</summary>
    public const int ConcurrencyMax = 32 * 1024;

    private const int OtherDescriptors = 512; // that this process has open besides one for each try

    /// <summary>How much earlier than due a check may begin, at most: fifty wakes a second are enough for thousands of checks.</summary>
    private static readonly TimeSpan SlackMax = TimeSpan.FromMilliseconds(20);

    private static readonly ProbeResult NoPath =
        new(false, default, "the way through the virtual address is not in the kernel's table") { Fault = Fault.Local, Outcome = ProbeOutcome.Local };

    private readonly ConcurrentQueue<(CheckTicket Ticket, ProbeResult Result)> _results = new(); // as many as there are tickets
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CheckTicket> _due = [];
    private readonly MassEngine _mass = new(); // the plain checks, on this thread
    private readonly List<(CheckTicket Ticket, ProbeResult Result)> _heard = [];
    private readonly OwnLinks _links;
    private readonly RunProbe _probe;
    private readonly Func<CheckSpec, bool> _isLast;
    private TimeSpan _slack;

    /// <summary>Whether the kernel's table has the service of a mark by which checks go through the virtual address.</summary>
    public Func<uint, bool> IsPathOpen { get; set; } = static _ => true;

    private void Probe()
    {
        foreach (CheckTicket ticket in _due)
        {
            if (!HasPath(ticket.Spec)) _results.Enqueue((ticket, NoPath));
            else if (MassEngine.Takes(ticket.Spec)) _mass.Start(ticket);
            else _ = Probe(ticket);
        }
        _due.Clear();
        _mass.Poll(_heard); // near servers have answered by now: most batches begin and end in one turn
        while (_results.TryDequeue(out (CheckTicket Ticket, ProbeResult Result) done)) _heard.Add(done);
    }

    private void Fold(CheckTicket ticket, in ProbeResult result, Instant now)
    {
        VerdictChange? change = _board.Record(ticket, result, now, _isLast);
        if (result.Advice is { } advice) _machine.Advise(ticket.Spec, advice, now);
        if (result.Passed) _machine.Measure(ticket.Spec, result.Took, now);
        if (change is not { } verdict) return;
        Tell(verdict);
        _state.Changed(now);
        _decided ??= now;
        _machine.Observe(verdict.Check, verdict.To, now, verdict.To == Verdict.Down && _links.IsCutOff(verdict.Check.Target.Address, now));
    }

    // Descriptors for all of them, and batches that no interval notices.
    private void MakeRoom(CheckSpec[] checks)
    {
        TimeSpan shortest = checks.Min(check => (TimeSpan?)(check.FastInterval ?? check.Interval)) ?? SlackMax;
        _slack = TimeSpan.FromTicks(Math.Min(SlackMax.Ticks, shortest.Ticks / 50));
        int wanted = Math.Min(_board.Count, ConcurrencyMax) + OtherDescriptors, got = FileLimit.Raise(wanted);
        _conditions.Set(got < wanted, ConditionCatalogue.DescriptorsShort, "", $"{_board.Count} checks may want {wanted} descriptors, and this process may have {got}");
    }

    private bool HasPath(CheckSpec check) => !ProbePaths.IsOurs(check.Route.Mark) || IsPathOpen(check.Route.Mark);

    private async Task Probe(CheckTicket ticket)
    {
        await Task.Yield(); // off this thread, which only decides
        ProbeResult result;
        try
        {
            result = await _probe(ticket.Spec, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException) // a probe's bug is no verdict on a server, and never a dead loop
        {
            result = new ProbeResult(false, default, e.Message) { Fault = Fault.Local };
        }
        catch (OperationCanceledException)
        {
            return; // stopping
        }
        _results.Enqueue((ticket, result));
        Wake();
    }
}
