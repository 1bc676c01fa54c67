using HaDirector.Link;
using HaDirector.Link.Plans;
using HaDirector.Linux;
using HaDirector.Linux.Processes;
using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <summary>
/// The main thread of the VRRP process: keeps the director process alive, brings its plans to the real-time loop, and speaks with the service
/// manager and with whoever sends signals. Nothing the real-time loop does waits for it.
/// </summary>
internal sealed class Supervisor : IDisposable
{
    private const int MessagesMax = 256; // of one turn
    private const int ExitRefused = VrrpProcessOptions.ExitConfigurationRefused, ExitInternal = 70; // EX_SOFTWARE

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(1); // ten pulses
    private static readonly TimeSpan UnlinkedLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    private readonly WakeEvent _news = new();
    private readonly SequencedPacketSocket _link;
    private readonly SequencedPacketSocket _logs;
    private readonly SequencedPacketSocket _fallback;
    private readonly Signals _signals;
    private readonly ServiceNotify _manager;
    private readonly TimeSpan? _watchdogEvery;
    private readonly RealTimeLoop _loop;
    private readonly Deployment _deployment;
    private readonly DirectorChild _director;
    private readonly RoleFile _role;
    private readonly PlanReader _plans = new();
    private readonly byte[] _message = new byte[LinkMessage.Size];
    private Instant _watchdogAt;
    private Instant _killAt = Instant.Never; // when a director process is ended that closed its link or fell silent

    public Supervisor(VrrpProcessOptions options)
    {
        (_link, SequencedPacketSocket unused) = SequencedPacketSocket.Pair();
        unused.Dispose(); // the first director process brings another
        (_logs, _fallback) = SequencedPacketSocket.Pair();
        _signals = new Signals(_news);
        _manager = new ServiceNotify(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
        _watchdogEvery = ServiceNotify.WatchdogInterval(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"));
        _loop = new RealTimeLoop(options.RealTime, _link, _fallback, _news);
        _role = new RoleFile(options.RunDirectory, Warn);
        _deployment = new Deployment(_loop, _role, Warn);
        _director = new DirectorChild(options, _link);
    }

    /// <summary>Runs until told to end.</summary>
    /// <returns>Exit code of the process.</returns>
    public int Run()
    {
        try
        {
            return RunToEnd();
        }
        catch (Exception failure)
        {
            // Whatever went wrong here, the routers still resign in good order.
            _loop.Stop(StopLimit);
            return Fail(failure);
        }
    }

    public void Dispose()
    {
        _director.Dispose();
        _deployment.Dispose();
        _role.Dispose();
        _loop.Dispose();
        _signals.Dispose();
        _manager.Dispose();
        _link.Dispose();
        _logs.Dispose();
        _fallback.Dispose();
        _news.Dispose();
    }

    private int RunToEnd()
    {
        if (_role.UnmissedUntil <= Clock.Now) _deployment.RemoveLeftovers(); // else a router may go on with them
        StartDirector(); // first, so that the loop's messages have somewhere to go
        _loop.Start();
        while (!_signals.StopWanted)
        {
            Wait();
            if (_loop.Failure is { } failure) return Fail(failure);
            if (_signals.TakeReload()) SendToDirector(LinkMessageKind.Reload);
            if (_deployment.Advance()) TellApplied();
            if (Clock.Now >= _role.NextWrite) _role.Write(_deployment.Routers, clean: false, Clock.Now);
            HearDirector();
            _deployment.HearRoutes();
            PrintLogs();
            if (TendDirector() is { } exitCode)
            {
                _loop.Stop(StopLimit);
                return exitCode;
            }

            FeedWatchdog();
        }

        return Stop();
    }

    private void Wait()
    {
        Span<PollEntry> entries =
        [
            new PollEntry { Descriptor = _news.Number, Wanted = PollEntry.Readable },
            new PollEntry { Descriptor = _director.Linked ? _link.Number : -1, Wanted = PollEntry.Readable },
            new PollEntry { Descriptor = _logs.Number, Wanted = PollEntry.Readable },
            new PollEntry { Descriptor = _director.EndDescriptor, Wanted = PollEntry.Readable },
            new PollEntry { Descriptor = _deployment.RouteDescriptor, Wanted = PollEntry.Readable },
        ];
        Instant now = Clock.Now;
        Instant until = now + Heartbeat;
        foreach (Instant due in (ReadOnlySpan<Instant>)[_watchdogEvery is null ? until : _watchdogAt, _director.StartAt, _killAt, _deployment.NextDeadline, _role.NextWrite])
        {
            if (due < until) until = due;
        }

        Poll.Wait(entries, Math.Max(until.Nanoseconds - now.Nanoseconds, 0));
        if (entries[0].Happened != 0) _news.Clear();
    }

    private void HearDirector()
    {
        for (int i = 0; i < MessagesMax && _director.Linked; i++)
        {
            int length = _link.Receive(_message);
            if (length < 0) return;
            if (length == 0)
            {
                _director.Unlink();
                _killAt = Clock.Now + UnlinkedLimit;
            }
            else if (length == LinkMessage.Size)
            {
                Hear(new LinkMessage(_message));
            }
        }
    }

    private void Hear(LinkMessage message)
    {
        if (message.Kind == LinkMessageKind.Alive)
        {
            _killAt = Clock.Now + SilenceLimit;
            return;
        }

        if (message.Kind == LinkMessageKind.TrackValue) _deployment.Take(message.Epoch, message.Index, message.Track);
        else if (_plans.Take(message) is { } plan) _deployment.Apply(plan);
        else if (_plans.TakeRefusal() is { } why) StandardError.Say(Loudness.Error, "a plan of the director process is refused: " + why);
    }

    private void TellApplied()
    {
        LinkMessage message = new(_message);
        message.Clear();
        message.Kind = LinkMessageKind.PlanApplied;
        message.Epoch = _deployment.AppliedEpoch ?? 0;
        _ = _link.Send(_message);
        _manager.Send("READY=1\nSTATUS=plan " + message.Epoch + " in force");
    }

    private void SendToDirector(LinkMessageKind kind)
    {
        LinkMessage message = new(_message);
        message.Clear();
        message.Kind = kind;
        int error = _link.Send(_message);
        if (error != 0) StandardError.Say(Loudness.Warning, $"{kind} does not reach the director process (errno {error})");
    }

    private void PrintLogs()
    {
        for (int i = 0; i < MessagesMax && _logs.Receive(_message) == LinkMessage.Size; i++)
        {
            (Loudness loudness, string text) = VrrpLogText.Of(new LinkMessage(_message));
            StandardError.Say(loudness, text);
        }
    }

    // Gives the exit code when the director process refuses the configuration before there ever was one.
    private int? TendDirector()
    {
        if (_director.Runs && Clock.Now >= _killAt)
        {
            StandardError.Say(Loudness.Error, "the director process does not answer and is ended");
            _killAt = Instant.Never;
            _director.Kill();
        }

        int id = _director.Id;
        if (_director.TryCollect(out int exitCode))
        {
            _killAt = Instant.Never;
            if (exitCode == VrrpProcessOptions.ExitConfigurationRefused && _deployment.AppliedEpoch is null) return ExitRefused;
            StandardError.Say(Loudness.Error, $"the director process {id} ended ({exitCode}) and is started again; roles and addresses stay");
        }

        if (Clock.Now >= _director.StartAt) StartDirector();
        return null;
    }

    private void StartDirector()
    {
        try
        {
            _director.Start();
        }
        catch (IOException refused)
        {
            StandardError.Say(Loudness.Error, $"the director process cannot be started: {refused.Message}");
            _director.Delay();
        }
    }

    private void FeedWatchdog()
    {
        if (_watchdogEvery is not { } every || Clock.Now < _watchdogAt) return;
        _watchdogAt = Clock.Now + every;
        // A director process that is away does not count: it is being started again, and the pair is safe without it.
        if (Clock.Now - _loop.Progress < StallLimit) _manager.Send("WATCHDOG=1");
    }

    private int Stop()
    {
        _manager.Send("STOPPING=1");
        if (_director.Runs) SendToDirector(LinkMessageKind.Stopping);
        using (SilentArp arp = new(_deployment.Interfaces))
        {
            if (_loop.Stop(StopLimit, gently: arp.IsSilent)) _deployment.Withdraw();
            else StandardError.Say(Loudness.Error, "the real-time loop does not end");
        }

        _role.Write(_deployment.Routers, clean: true, Clock.Now);
        if (_director.Runs)
        {
            SendToDirector(LinkMessageKind.Stop);
            _director.WaitOrKill(StopLimit);
        }

        PrintLogs();
        return _loop.Failure is { } failure ? Fail(failure) : 0;
    }

    private static void Warn(string text) => StandardError.Say(Loudness.Warning, text);

    private int Fail(Exception failure)
    {
        PrintLogs();
        StandardError.Say(Loudness.Error, "the VRRP process failed: " + failure);
        return ExitInternal;
    }
}
