using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Link.Plans;

/// <summary>The fields of one router; see <see cref="PlanFields"/>.</summary>
internal static class RouterFields
{
    private const int InterfaceMax = 15;
    private const int PasswordMax = 8;

    private static readonly HmacSpec NoHmac = new(default, [], 0, default);
    private static readonly VirtualMacSpec NoVirtualMac = new("");
    private static readonly VirtualRoute NoRoute = new(default(IpPrefix));
    private static readonly VirtualRule NoRule = new(default, 0);

    /// <summary>Nothing, for the decoder.</summary>
    public static VirtualRouterSpec Blank { get; } = new("", "", 0, 0, default, false, default, []);

    /// <summary>A router.</summary>
    public static VirtualRouterSpec Router(PlanCodec code, VirtualRouterSpec router) => new(
        PlanFields.Named(code, "router", router.Name, VirtualRouterSpec.NameMax),
        code.Text("interface", router.Interface, 1, InterfaceMax),
        code.Byte("virtual router id", router.VirtualRouterId, least: 1),
        code.Byte("priority", router.Priority, least: 1),
        new Centiseconds(code.Int("interval", router.AdvertInterval.Value, Centiseconds.Smallest, Centiseconds.LargestOfVersion2)),
        code.Flag("preempt", router.Preempt),
        code.Choice("checksum form", router.Checksum),
        code.List("addresses", router.Addresses, VirtualRouterSpec.AddressesMax, default, Address))
    {
        Version = (byte)code.Number("version", router.Version, 2, 3),
        Excluded = code.List("excluded addresses", router.Excluded, VirtualRouterSpec.ExcludedMax, default, Address),
        Peers = code.List("unicast peers", router.Peers, VirtualRouterSpec.PeersMax, default, Peer),
        CheckSource = code.Flag("check source", router.CheckSource),
        Source = code.Address("source", router.Source),
        Password = Password(code, router.Password),
        Hmac = code.Optional("HMAC", router.Hmac, NoHmac, Hmac),
        PreemptDelay = code.Time("preempt delay", router.PreemptDelay),
        StartupDelay = code.Time("startup delay", router.StartupDelay),
        Accept = code.Flag("accept", router.Accept),
        OnlyBackup = code.Flag("only backup", router.OnlyBackup),
        Profile = code.Choice("profile", router.Profile),
        Fence = code.Choice("fence", router.Fence),
        VirtualMac = code.Optional("virtual MAC", router.VirtualMac, NoVirtualMac,
            static (c, mac) => new VirtualMacSpec(c.Text("interface of the virtual MAC", mac.Interface, 1, InterfaceMax))),
        Announce = Announce(code, router.Announce),
        Routes = code.List("routes", router.Routes, VirtualRouterSpec.RoutesMax, NoRoute, Route),
        Rules = code.List("rules", router.Rules, VirtualRouterSpec.RoutesMax, NoRule, Rule),
        Tracks = code.List("tracks", router.Tracks, VirtualRouterSpec.TracksMax, default, static (c, use) => new TrackUse(
            c.Int("track", use.Track, 0, RealTimePlan.TracksMax - 1), c.Int("weight", use.Weight, -253, 253), c.Flag("reverse", use.Reverse))),
        PeerSession = code.Text("session", router.PeerSession, 0, VirtualRouterSpec.NameMax),
        PutBack = code.Flag("put back", router.PutBack),
    };

    private static VirtualAddress Address(PlanCodec code, VirtualAddress address) => new(code.Prefix("address", address.Prefix))
    {
        Interface = OrNull(code.Text("interface of an address", address.Interface ?? "", 0, InterfaceMax)),
        Scope = code.Choice("scope", address.Scope),
        Label = OrNull(code.Text("label", address.Label ?? "", 0, InterfaceMax)),
        DetectDuplicates = code.Flag("detect duplicates", address.DetectDuplicates),
    };

    private static UnicastPeer Peer(PlanCodec code, UnicastPeer peer) => new(
        code.Address("unicast peer", peer.Address), code.Byte("least hop limit", peer.HopLimitMin), code.Byte("greatest hop limit", peer.HopLimitMax));

    private static string? Password(PlanCodec code, string? password) => OrNull(code.Text("password", password ?? "", 0, PasswordMax));

    private static HmacSpec Hmac(PlanCodec code, HmacSpec hmac) => new(
        code.Choice("HMAC mode", hmac.Mode),
        code.List("HMAC keys", hmac.Keys, HmacSpec.KeysMax, new HmacKey(0, default), static (c, key) => new HmacKey(
            c.Byte("HMAC key id", key.Id, least: 1), c.Bytes("HMAC key", key.Secret, HmacSpec.SecretMin, HmacSpec.SecretMax))),
        code.Byte("active HMAC key", hmac.ActiveKey, least: 1),
        code.Time("HMAC window", hmac.Window));

    private static AnnounceSpec Announce(PlanCodec code, AnnounceSpec announce) => new()
    {
        Repeat = code.Int("announcements", announce.Repeat, 0, AnnounceSpec.RepeatMax),
        Again = code.Time("second announcement", announce.Again),
        Refresh = code.Time("announcement refresh", announce.Refresh),
        Pace = code.Time("announcement pace", announce.Pace),
    };

    private static VirtualRoute Route(PlanCodec code, VirtualRoute route) => new(code.Prefix("destination", route.Destination))
    {
        Gateway = code.Address("gateway", route.Gateway),
        Interface = code.Text("interface of a route", route.Interface, 0, InterfaceMax),
        Source = code.Address("source of a route", route.Source),
        Table = code.Word("table", route.Table),
        Metric = code.Word("metric", route.Metric),
        Scope = code.Choice("scope", route.Scope),
    };

    private static VirtualRule Rule(PlanCodec code, VirtualRule rule) => new(code.Choice("family", rule.Family), code.Word("table", rule.Table))
    {
        From = code.Prefix("from", rule.From),
        To = code.Prefix("to", rule.To),
        IncomingInterface = code.Text("incoming interface", rule.IncomingInterface, 0, InterfaceMax),
        Mark = code.Word("mark", rule.Mark),
        Preference = code.Word("preference", rule.Preference),
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
