using System.Collections.Concurrent;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Probes;
using HaDirector.Probes.Mass;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>
/// Owns the check board and the service machine: runs due checks, folds their results in, and publishes the table the kernel should hold.
/// One loop for both, so that a reload changes them in one step.
/// </summary>
internal sealed class ServiceLoop : Loop
{
    /// <summary>Most tries under way at once: a pool of thousands that hangs must not hold up the checks of the others.</summary>
    public const int ConcurrencyMax = 4096;

    /// <summary>How much earlier than due a check may begin: two hundred wakes a second are enough for thousands of checks.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new(); // board and machine, for the snapshots of other threads
    private readonly ConcurrentQueue<(CheckTicket Ticket, ProbeResult Result)> _results = new(); // as many as there are tickets
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CheckTicket> _due = [];
    private readonly MassEngine _mass = new(); // the plain checks, on this thread
    private readonly List<(CheckTicket Ticket, ProbeResult Result)> _heard = [];
    private readonly LatestValue<Plan> _plans = new();
    private readonly Action<IpvsTable> _desired;
    private readonly Conditions _conditions;
    private readonly ILogger _log;
    private readonly RunProbe _probe;
    private volatile bool _settled;
    private Plan _plan;
    private readonly CheckBoard _board;
    private readonly ServiceMachine _machine;

    /// <summary>A loop for <paramref name="plan"/> in front of the table the kernel holds of ours already.</summary>
    public ServiceLoop(
        Plan plan, IpvsTable adopted, Action<IpvsTable> desired, RunProbe probe, Conditions conditions, ILogger log, Action<string, Exception> failed)
        : base("services", failed)
    {
        (_plan, _desired, _probe, _conditions, _log) = (plan, desired, probe, conditions, log);
        _machine = new ServiceMachine(plan, adopted);
        _board = new CheckBoard(_machine.Checks, Clock.Now, ConcurrencyMax);
        _desired(_machine.Desired);
    }

    /// <summary>Goes over to a new plan; what did not change keeps its verdicts and its times.</summary>
    public void Reload(Plan plan)
    {
        _plans.Publish(plan);
        Wake();
    }

    /// <summary>Whether every check has had its first result; the table that says so was given before.</summary>
    public bool IsSettled => _settled;

    /// <summary>Called on this loop's thread when it settles.</summary>
    public Action? Settled { get; set; }

    /// <summary>Called on this loop's thread when a verdict or the plan changed.</summary>
    public Action? Changed { get; set; }

    /// <summary>Whether so many servers of a service are up; null while those not checked yet decide it.</summary>
    public bool? HasServersUp(string service, int minimum)
    {
        lock (_gate)
        {
            ServerState[] servers = [.. _machine.States().Where(server => server.Service == service)];
            if (servers.Count(server => server.Verdict == Verdict.Up) >= minimum) return true;
            return servers.Count(server => server.Verdict != Verdict.Down) >= minimum ? null : false;
        }
    }

    /// <summary>Asks something of a server of a service until it is asked otherwise, or for a time. Any thread may; it survives reloads and restarts.</summary>
    public CommandOutcome Command(string service, IpEndpoint server, ServerMode mode, TimeSpan? duration)
    {
        CommandOutcome outcome;
        lock (_gate) outcome = _machine.Command(service, server, mode, Clock.Now, duration is { } time ? Clock.Now + time : null);
        Wake();
        return outcome;
    }

    /// <summary>How everything stands.</summary>
    public ServiceView View()
    {
        lock (_gate)
        {
            return new ServiceView(
                _plan,
                _machine.States().ToDictionary(s => (s.Service, s.Address)),
                _board.States().ToDictionary(s => s.Check),
                _machine.Pools().ToDictionary(s => s.Service));
        }
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        bool changed = false;
        bool adopted = false;
        _mass.Poll(_heard);
        lock (_gate)
        {
            if (_plans.Take() is { } plan)
            {
                Adopt(plan, now);
                adopted = true;
            }
            while (_results.TryDequeue(out (CheckTicket Ticket, ProbeResult Result) done)) _heard.Add(done);
            foreach ((CheckTicket ticket, ProbeResult result) in _heard)
            {
                if (_board.Record(ticket, result, Clock.Now) is not { } verdict) continue;
                Tell(verdict);
                changed |= _machine.Observe(verdict.Check, verdict.To);
            }
            _heard.Clear();
            if (changed)
            {
                _desired(_machine.Desired);
                JudgeServices();
            }
            _board.TakeDue(Clock.Now, _due, Slack);
        }
        if (changed || adopted) Changed?.Invoke();
        foreach (CheckTicket ticket in _due)
        {
            if (MassEngine.Takes(ticket.Spec)) _mass.Start(ticket);
            else _ = Probe(ticket);
        }
        _due.Clear();
        if (!_settled) Settle();
        Instant next;
        lock (_gate) next = _board.NextDeadline;
        return _mass.NextDeadline < next ? _mass.NextDeadline : next;
    }

    /// <inheritdoc/>
    protected override void Listen(List<PollEntry> entries) => entries.Add(new PollEntry { Descriptor = _mass.Descriptor, Wanted = PollEntry.Readable });

    private void Settle()
    {
        lock (_gate) _settled = _machine.IsSettled;
        if (_settled) Settled?.Invoke();
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        _stop.Cancel();
        _mass.Dispose();
    }

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

    private void Adopt(Plan plan, Instant now)
    {
        foreach (VirtualServiceSpec gone in _plan.Services.Where(s => plan.Services.All(other => other.Name != s.Name)))
            _conditions.Clear(ConditionCatalogue.ServiceEmpty, gone.Name);
        _plan = plan;
        _board.Reload([.. plan.Services.SelectMany(s => s.Servers).SelectMany(s => s.Check?.Checks ?? [])], now);
        _machine.Reload(plan, _board.VerdictOf);
        _desired(_machine.Desired);
        JudgeServices();
    }

    private void Tell(VerdictChange verdict)
    {
        string servers = string.Join(", ", _plan.Services
            .Where(s => s.Servers.Any(server => server.Check?.Checks.Contains(verdict.Check) == true))
            .Select(s => s.Name));
        string word = verdict.To == Verdict.Up ? "up" : "down";
        _log.Write(
            verdict.To == Verdict.Up ? Serilog.Events.LogEventLevel.Information : Serilog.Events.LogEventLevel.Warning,
            "server {Target} of {Services} is {Verdict}: {Detail}", verdict.Check.Target.ToString(), servers, word, verdict.Detail);
    }

    private void JudgeServices()
    {
        foreach (IGrouping<string, ServerState> service in _machine.States().GroupBy(s => s.Service))
        {
            // A server that was not checked yet may be up: nothing is said before all are known to be down.
            bool empty = service.All(s => s.Verdict == Verdict.Down);
            _conditions.Set(empty, ConditionCatalogue.ServiceEmpty, service.Key, $"all {service.Count()} servers of service {service.Key} are down");
        }
    }
}
