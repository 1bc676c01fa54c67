using System.Security.Cryptography;
using HaDirector.Bfd;
using HaDirector.Linux.Datagrams;

namespace HaDirector.VrrpProcess.Bfd;

/// <content>Making it, on a normal thread.</content>
internal sealed partial class BfdPart
{
    // RFC 5881 section 4.
    private const ushort FirstSourcePort = 49152;
    private const int SourcePorts = 65536 - FirstSourcePort;

    private BfdPart(BfdSpec[] specs, SessionRuntime[] sessions, RouterRuntime[][] followers, BfdListener[] listeners, int[] refused, BfdPart? before, RealTimeWorld world)
    {
        (_specs, _sessions, _followers, _listeners, _refused, _before) = (specs, sessions, followers, listeners, refused, before);
        _drops = before?._drops ?? new BfdDrops(world);
        if (before is not null) before._after = this;
    }

    /// <summary>Makes the part for the sessions of a plan.</summary>
    /// <param name="before">The part of the set before, if it had one.</param>
    /// <param name="specs">Sessions of the plan.</param>
    /// <param name="routers">Routers of the set.</param>
    /// <param name="world">What they act with.</param>
    /// <param name="ports">Opens what they are heard on.</param>
    /// <param name="say">Hears what a human should know.</param>
    /// <returns>Null when there is nothing to do.</returns>
    public static BfdPart? Make(
        BfdPart? before, IReadOnlyList<BfdSpec> specs, IReadOnlyList<RouterSlot> routers, RealTimeWorld world, BfdPorts ports, Action<string> say)
    {
        ports.Forget();
        if (specs.Count == 0 && before is null or { _sessions.Length: 0 }) return null;
        HashSet<uint> names = [.. before?._sessions.Select(session => session.Session.Discriminator) ?? []];
        List<SessionRuntime> sessions = [];
        List<BfdListener> listeners = [];
        foreach (BfdSpec spec in specs)
        {
            sessions.Add(before?.Find(spec) ?? Begin(spec, names, world, say));
            if (listeners.Exists(open => Hears(open, spec))) continue;
            BfdListener? listener = before?._listeners.FirstOrDefault(open => Hears(open, spec)) ?? ports.TryOpen(spec.Peer.Family, spec.MultiHop);
            if (listener is not null) listeners.Add(listener);
        }

        RouterRuntime[][] followers =
            [.. specs.Select(spec => routers.Where(slot => slot.Spec.PeerSession == spec.Name).Select(slot => slot.Router).ToArray())];
        int[] refused = [.. specs.Select(spec => ports.WhyRefused(spec.Peer.Family, spec.MultiHop))];
        return new BfdPart([.. specs], [.. sessions], followers, [.. listeners], refused, before, world);
    }

    private static bool Hears(BfdListener listener, BfdSpec spec) => listener.Family == spec.Peer.Family && listener.MultiHop == spec.MultiHop;

    private SessionRuntime? Find(BfdSpec spec)
    {
        for (int i = 0; i < _specs.Length; i++)
        {
            if (_specs[i].IsSessionOf(spec)) return _sessions[i];
        }

        return null;
    }

    private static SessionRuntime Begin(BfdSpec spec, HashSet<uint> names, RealTimeWorld world, Action<string> say)
    {
        uint discriminator;
        do discriminator = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        while (!names.Add(discriminator));
        int skipped = (int)(discriminator % (SourcePorts / 2));
        try
        {
            DatagramSocket socket = DatagramSocket.Open(spec.Peer.Family, (ushort)(FirstSourcePort + skipped), SourcePorts - skipped);
            return new SessionRuntime(spec, discriminator, socket, world);
        }
        catch (IOException refused)
        {
            say($"BFD session {spec.Name} cannot send: {refused.Message}");
            return new SessionRuntime(spec, discriminator, DatagramSocket.Closed, world);
        }
    }
}
