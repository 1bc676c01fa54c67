using HaDirector.Bfd.Wire;
using HaDirector.Engine;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Processes;
using HaDirector.Model;
using HaDirector.Vrrp.Tracking;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Daemon.Link;

/// <summary>What the watch thread tells the rest of the director process. Called on that thread: nothing here may wait.</summary>
internal interface IVrrpListener
{
    /// <summary>A router's status came.</summary>
    void RouterChanged(RouterStatus? before, RouterStatus now);

    /// <summary>A plan is in force.</summary>
    void PlanApplied(uint epoch);

    /// <summary>What counts for a tracked object of the plan in force; before is null when nothing was said of it yet.</summary>
    void TrackChanged(int track, TrackValue? before, TrackValue now);

    /// <summary>The VRRP process has something for the log.</summary>
    void Said(in LinkMessage message);

    /// <summary>Another director does not agree with this one.</summary>
    void Disagreed(in LinkMessage message);

    /// <summary>A pulse came.</summary>
    void Pulsed(PulseNumbers pulse);

    /// <summary>Load the configuration again.</summary>
    void ReloadAsked();

    /// <summary>Clean up and end.</summary>
    void StopAsked();

    /// <summary>The VRRP process died or stalled. The last thing that is called.</summary>
    void Lost(string why);
}

/// <summary>
/// Reads the link on a thread of its own, ahead of all ordinary work, so that a busy director process still notices within the limit
/// that the VRRP process died or stalled.
/// </summary>
internal sealed class VrrpWatch(SequencedPacketSocket link, PlanSender sender, VrrpView view, IVrrpListener listener)
{
    private static readonly TimeSpan AliveInterval = TimeSpan.FromSeconds(1);

    private long _limitTicks = PulseWatch.LimitMin.Ticks;
    private volatile bool _stopping;
    private bool _ending; // it ends in good order: between its last pulse and its last word are kernel calls of unknown length
    private bool _inForce; // the first plan; before it the VRRP process holds nothing, and both processes take the processor from each other

    /// <summary>How long without a pulse makes a stall.</summary>
    public TimeSpan Limit
    {
        get => new(Interlocked.Read(ref _limitTicks));
        set => Interlocked.Exchange(ref _limitTicks, value.Ticks);
    }

    /// <summary>Begins to watch.</summary>
    public void Start() => new Thread(Run) { Name = "vrrp-watch", IsBackground = true, Priority = ThreadPriority.Highest }.Start();

    private void Run()
    {
        _ = Composure.PreferThisThread();
        byte[] bytes = new byte[LinkMessage.Size];
        PulseWatch pulse = new(Clock.Now);
        Instant alive = Clock.Now;
        while (true)
        {
            Instant now = Clock.Now;
            if (now >= alive)
            {
                sender.SendAlive();
                alive = now + AliveInterval;
            }
            pulse.SetLimit(_inForce && !_ending ? Limit : PulseWatch.FirstLimit);
            TimeSpan wait = (pulse.Deadline < alive ? pulse.Deadline : alive) - now;
            int length = link.Receive(bytes, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            Instant woke = Clock.Now;
            for (; length > 0; length = link.Receive(bytes)) Take(bytes, length, pulse, woke);
            if (length == 0)
            {
                if (!_stopping) listener.Lost("the VRRP process ended without a word");
                return;
            }
            if (_stopping || !pulse.Stalled(woke)) continue;
            listener.Lost($"the VRRP process gave no sign of life for {(woke - (pulse.LastHeard == Instant.Never ? woke : pulse.LastHeard)).TotalMilliseconds:F0} ms");
            return;
        }
    }

    private void Take(byte[] bytes, int length, PulseWatch pulse, Instant now)
    {
        if (length != LinkMessage.Size) return;
        LinkMessage message = new(bytes);
        switch (message.Kind)
        {
            case LinkMessageKind.Pulse:
                pulse.Heard(now);
                PulseNumbers numbers = PulseNumbers.From(message, now, view.Pulse);
                view.Heard(numbers);
                listener.Pulsed(numbers);
                break;
            case LinkMessageKind.RouterStatus:
                RouterStatus status = RouterStatus.From(message);
                listener.RouterChanged(view.Heard(status), status);
                break;
            case LinkMessageKind.TrackStatus:
                int track = (int)Math.Min(message.Index, RealTimePlan.TracksMax);
                listener.TrackChanged(track, view.Heard(message.Epoch, track, message.Track), message.Track);
                break;
            case LinkMessageKind.SessionStatus:
                view.Heard(SessionStatus.From(message));
                break;
            case LinkMessageKind.Dropped:
                view.Heard((DropReason)message.Code, message[0]);
                break;
            case LinkMessageKind.BfdDropped:
                view.Heard((BfdDropReason)message.Code, message[0]);
                break;
            case LinkMessageKind.PlanApplied:
                _inForce = true;
                view.Applied(message.Epoch);
                listener.PlanApplied(message.Epoch);
                break;
            case LinkMessageKind.Log:
                listener.Said(message);
                break;
            case LinkMessageKind.Disagreement:
                listener.Disagreed(message);
                break;
            case LinkMessageKind.Reload:
                listener.ReloadAsked();
                break;
            case LinkMessageKind.Stopping:
                _ending = true;
                break;
            case LinkMessageKind.Stop:
                _stopping = true; // what ends now ends in order
                listener.StopAsked();
                break;
        }
    }
}
