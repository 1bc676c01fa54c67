using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <content>The end: every router resigns, and the loop listens on until the next masters were heard.</content>
internal sealed partial class RealTimeLoop
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(4);

    private void LeaveGently()
    {
        Instant limit = Clock.Now + LeaveLimit;
        while (true)
        {
            _world.Now = Clock.Now;
            HearPackets();
            Instant next = Instant.Never; // for all that are still leaving
            foreach (RouterSlot slot in _current.Routers)
            {
                slot.Router.JudgeLeaving(_world.Now);
                if (slot.Router.LeaveUntil < next) next = slot.Router.LeaveUntil;
            }

            if (next == Instant.Never || _world.Now >= limit) break;
            Pulse();
            WaitForPackets(_pulseAt < next ? _pulseAt : next);
        }

        foreach (RouterSlot slot in _current.Routers) slot.Router.EndLeaving(_world.Now);
    }

    private void WaitForPackets(Instant until)
    {
        RouterSet set = _current;
        Span<PollEntry> entries = set.PollEntries.AsSpan(0, set.Ports.Length);
        for (int i = 0; i < entries.Length; i++)
            entries[i] = new PollEntry { Descriptor = set.Ports[i].Resources?.Socket?.Number ?? -1, Wanted = PollEntry.Readable };
        Poll.Wait(entries, Math.Max(until.Nanoseconds - Clock.Now.Nanoseconds, 0));
    }
}
