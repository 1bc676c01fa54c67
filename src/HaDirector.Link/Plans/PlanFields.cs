using HaDirector.Bfd;
using HaDirector.Vrrp;

namespace HaDirector.Link.Plans;

/// <summary>The fields of a plan in the order of their bytes, with their bounds, for both directions.</summary>
internal static class PlanFields
{
    private const int NameMax = VirtualRouterSpec.NameMax;
    private const int InterfaceMax = 15;

    private static readonly SyncGroupSpec NoGroup = new("", []);
    private static readonly BfdSpec NoSession = new("", default, default, "", default, default, 0);
    private static readonly PeerSpec NoPeer = new([], default, 0, default);

    /// <summary>The whole; <paramref name="plan"/> is empty for the decoder.</summary>
    public static RealTimePlan Plan(PlanCodec code, RealTimePlan plan)
    {
        IReadOnlyList<VirtualRouterSpec> routers = code.List("routers", plan.Routers, RealTimePlan.RoutersMax, RouterFields.Blank, RouterFields.Router);
        code.Subject = "plan";
        return new RealTimePlan(plan.Epoch, routers)
        {
            Tracks = code.List("tracks", plan.Tracks, RealTimePlan.TracksMax, TrackFields.Blank, TrackFields.Track),
            Groups = code.List("sync groups", plan.Groups, RealTimePlan.GroupsMax, NoGroup, Group),
            Sessions = code.List("BFD sessions", plan.Sessions, BfdSpec.SessionsMax, NoSession, Session),
            Peer = code.Optional("peer", plan.Peer, NoPeer, Peer),
            LostTracks = code.Choice("lost tracks policy", plan.LostTracks),
            PreemptAfterCrash = code.Time("preempt after crash", plan.PreemptAfterCrash),
        };
    }

    private static SyncGroupSpec Group(PlanCodec code, SyncGroupSpec group) => new(
        Named(code, "sync group", group.Name, NameMax),
        code.List("members", group.Routers, RealTimePlan.RoutersMax, 0, static (c, position) => c.Int("member", position, 0, RealTimePlan.RoutersMax - 1)));

    private static BfdSpec Session(PlanCodec code, BfdSpec session) => new(
        Named(code, "BFD session", session.Name, NameMax),
        code.Address("peer", session.Peer),
        code.Address("local address", session.Local),
        code.Text("interface", session.Interface, 0, InterfaceMax),
        code.Time("interval", session.TransmitInterval),
        code.Time("receive interval", session.ReceiveInterval),
        code.Byte("multiplier", session.Multiplier, least: 1))
    {
        MultiHop = code.Flag("multihop", session.MultiHop),
        HopLimitMin = code.Byte("hop limit", session.HopLimitMin),
        Passive = code.Flag("passive", session.Passive),
    };

    private static PeerSpec Peer(PlanCodec code, PeerSpec peer) => new(
        code.List("directors", peer.Directors, PeerSpec.DirectorsMax, default, static (c, address) => c.Address("director", address)),
        code.Address("local address", peer.Local),
        (ushort)code.Number("port", peer.Port, 1, ushort.MaxValue),
        code.Bytes("key", peer.Key, PeerSpec.KeyBytes, PeerSpec.KeyBytes));

    /// <summary>A name, which is the subject from here on.</summary>
    public static string Named(PlanCodec code, string kind, string name, int longest)
    {
        code.Subject = kind;
        string coded = code.Text("name", name, 1, longest);
        code.Subject = $"{kind} {coded}";
        return coded;
    }
}
