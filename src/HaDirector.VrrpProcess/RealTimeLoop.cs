using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <summary>
/// The one thread that runs every virtual router: it hears, judges, acts and says so, on an absolute schedule, and in its steady state never
/// allocates, locks, logs or waits for anybody. The supervisor hands it whole <see cref="RouterSet"/>s and reads its progress.
/// </summary>
internal sealed partial class RealTimeLoop : IDisposable
{
    private readonly RealTimeWorld _world;
    private readonly RouteSocket _route = new();
    private readonly RouteMonitor _monitor = new();
    private readonly WakeEvent _wake = new();
    private readonly WakeEvent _news;
    private readonly Thread _thread;

    private RouterSet? _offered;
    private RouterSet _current = RouterSet.Empty;
    private RouterSet? _adopted;
    private bool _gently;
    private bool _stopWanted;
    private bool _ends; // its parts have stopped
    private bool _portsWanted;
    private long _progress;

    /// <summary>Makes a loop that lives in the calling thread's network namespace.</summary>
    /// <param name="settings">How it behaves.</param>
    /// <param name="link">Our end of the link to the director process.</param>
    /// <param name="fallback">Where log records go that the link does not take.</param>
    /// <param name="news">Set when a set was adopted, a port wants to be opened, or the loop ended.</param>
    public RealTimeLoop(RealTimeSettings settings, SequencedPacketSocket link, SequencedPacketSocket fallback, WakeEvent news)
    {
        _news = news;
        _world = new RealTimeWorld(settings, _route, new LinkReporter(link, fallback), news);
        _dropLog = new LogWindow(DropReasons.Count, settings.LogWindow);
        _thread = new Thread(Run) { Name = "vrrp", IsBackground = true };
    }

    /// <summary>What the routers of this loop act with.</summary>
    public RealTimeWorld World => _world;

    /// <summary>The set in force; the supervisor compares it with what it offered.</summary>
    public RouterSet? Adopted => Volatile.Read(ref _adopted);

    /// <summary>Whether a port could be used if it were opened. Reading it forgets it.</summary>
    public bool TakePortsWanted() => Interlocked.Exchange(ref _portsWanted, false);

    /// <summary>When the loop last turned.</summary>
    public Instant Progress => new(Volatile.Read(ref _progress));

    /// <summary>What ended the loop, if it was not asked to end.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Starts the thread; it warms itself up before it takes the first set.</summary>
    public void Start() => _thread.Start();

    /// <summary>Hands over a set. The one before must have been adopted.</summary>
    public void Offer(RouterSet set)
    {
        Interlocked.Exchange(ref _offered, set);
        _wake.Set();
    }

    /// <summary>Says that a part has something in an inbox.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Lets every router resign and the thread end.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="gently">Whether the routers accept what still comes until the next master was heard; the interfaces must be silent then (<see cref="SilentArp"/>).</param>
    /// <returns>Whether it ended in time.</returns>
    public bool Stop(TimeSpan timeout, bool gently = false)
    {
        _gently = gently;
        Volatile.Write(ref _stopWanted, true);
        _wake.Set();
        return (_thread.ThreadState & ThreadState.Unstarted) != 0 || _thread.Join(timeout);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _route.Dispose();
        _monitor.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            BecomeRealTime();
            DryRun();
            BeginSteadyState();
            while (!Volatile.Read(ref _stopWanted)) Turn();
        }
        catch (Exception failure)
        {
            Failure = failure;
        }

        _ends = true;
        ResignAll();
        _news.Set();
    }

    // The thread is about to end, perhaps because of a failure in one router: the others must still give up what they hold.
    private void ResignAll()
    {
        foreach (RouterSlot slot in _current.Routers)
        {
            try
            {
                if (_gently && Failure is null) slot.Router.Leave(Clock.Now);
                else slot.Router.Stop(Clock.Now);
            }
            catch (Exception failure)
            {
                Failure ??= failure;
            }
        }

        foreach (RealTimePart part in _current.Parts)
        {
            try
            {
                part.Stop(Clock.Now);
            }
            catch (Exception failure)
            {
                Failure ??= failure;
            }
        }

        try
        {
            LeaveGently();
        }
        catch (Exception failure)
        {
            Failure ??= failure;
        }
    }

    private void BecomeRealTime()
    {
        if (_world.Settings.LockMemory)
        {
            int error = RealTime.LockMemory();
            _memoryLocked = error == 0;
            if (error != 0) SayRefused(VrrpLogCode.MemoryLockRefused, error);
        }

        if (_world.Settings.Priority > 0)
        {
            int error = RealTime.ScheduleThisThread(_world.Settings.Priority);
            _realTime = error == 0;
            if (error != 0) SayRefused(VrrpLogCode.RealTimeRefused, error);
        }
    }

    private void SayRefused(VrrpLogCode code, int error)
    {
        LinkMessage message = _world.Reporter.Begin(LinkMessageKind.Log);
        message.Code = (byte)code;
        message[0] = error;
        _world.Reporter.Send();
    }
}
