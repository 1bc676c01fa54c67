using System.Globalization;
using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Link;

/// <summary>How loud a log line is; the numbers are syslog's (sd-daemon(3)).</summary>
public enum Loudness : byte
{
    /// <summary>Something failed.</summary>
    Error = 3,

    /// <summary>Something is odd.</summary>
    Warning = 4,

    /// <summary>Something happened that a human may want to know.</summary>
    Notice = 5,
}

/// <summary>
/// The words for what the real-time loop has to say: it sends codes and numbers only. The director process writes them to its log; while there
/// is none, the VRRP process writes them itself.
/// </summary>
public static class VrrpLogText
{
    /// <summary>Loudness and text of a <see cref="LinkMessageKind.Log"/>.</summary>
    public static (Loudness Loudness, string Text) Of(in LinkMessage message)
    {
        (Loudness loudness, string text) = (VrrpLogCode)message.Code switch
        {
            VrrpLogCode.StateChanged => (Loudness.Notice, $"{Word((VrrpState)message[1])} → {Word(message.State)}: {Reason((TransitionReason)message[0])}"),
            VrrpLogCode.PacketDropped => (Loudness.Warning,
                $"dropped {message[1]} packet(s){From(message)} on {message.Interface}, virtual router id {message.VirtualRouterId}: {Drop((DropReason)message[0])}"),
            VrrpLogCode.SendFailed => (Loudness.Error, $"an advert could not be sent on {message.Interface}: errno {message[0]}"),
            VrrpLogCode.AddressFailed => (Loudness.Error,
                $"address {message.Address} could not be {(message[1] == 1 ? "set" : "removed")} on {message.Interface}: errno {message[0]}"),
            VrrpLogCode.RealTimeRefused => (Loudness.Warning, $"SCHED_FIFO was refused (errno {message[0]}): adverts may be late when this host is busy"),
            VrrpLogCode.MemoryLockRefused => (Loudness.Warning, $"memory could not be locked (errno {message[0]}): adverts may be late when this host swaps"),
            VrrpLogCode.Late => (Loudness.Warning, $"the real-time loop woke {Milliseconds(message[0])} ms late"),
            VrrpLogCode.IntervalDiffers => (Loudness.Warning, $"the master{From(message)} advertises each {message[0] * 10} ms, not as configured here"),
            VrrpLogCode.AddressListDiffers => (Loudness.Warning, $"the master{From(message)} advertises other addresses than configured here"),
            VrrpLogCode.EqualPriority => (Loudness.Warning, $"a director{From(message)} has our own priority: the greater address decides"),
            VrrpLogCode.SecondOwner => (Loudness.Error, $"a director{From(message)} claims to own the addresses too: only one may have priority 255"),
            VrrpLogCode.SecondMaster => (Loudness.Warning, $"a director{From(message)} is master too, with priority {message[1]}"),
            VrrpLogCode.NotSigned => (Loudness.Warning, $"an advert{From(message)} has no right HMAC trailer and is believed, because the mode is permissive"),
            VrrpLogCode.FalseTakeover => (Loudness.Warning,
                $"the master{From(message)} was alive when this director took over, {message[0]} times now: the advert interval is too short for this host or network"),
            VrrpLogCode.InterfaceUnusable => (Loudness.Error, $"interface {message.Interface} {Trouble(message[0])}"),
            VrrpLogCode.RouteFailed => (Loudness.Error, $"a route or rule{To(message)} could not be {(message[1] == 1 ? "set" : "removed")}: {RouteTrouble(message[0])}"),
            VrrpLogCode.AddressTaken => (Loudness.Warning,
                $"somebody took the address {message.Address} off {message.Interface}: {(message[0] == 1 ? "it is back" : "this router yields")}"),
            VrrpLogCode.SessionChanged => (Loudness.Notice, $"{((BfdState)message[1]).Label()} → {((BfdState)message[2]).Label()}{Diagnostic((BfdDiagnostic)message[0])}"),
            VrrpLogCode.SessionSendFailed => (Loudness.Error, $"a packet to {message.Address} could not be sent: errno {message[0]}"),
            VrrpLogCode.SessionPacketDropped => (Loudness.Warning, $"dropped {message[1]} BFD packet(s){From(message)}: {Drop((BfdDropReason)message[0])}"),
            VrrpLogCode.HelloDropped => (Loudness.Warning, $"{message[1]} hello(s){From(message)} not believed: {Hello((HelloDrop)message[0])}"),
            _ => (Loudness.Warning, $"said something this version has no words for (code {message.Code})"),
        };
        string who = (VrrpLogCode)message.Code is VrrpLogCode.SessionChanged or VrrpLogCode.SessionSendFailed ? "BFD session" : "router";
        return (loudness, message.Name.Length == 0 ? $"vrrp: {text}" : $"{who} {message.Name}: {text}");
    }

    /// <summary>A state in one lower-case word, as in status and metrics.</summary>
    public static string Word(VrrpState state) => state switch
    {
        VrrpState.Initialize => "initialize",
        VrrpState.Backup => "backup",
        VrrpState.Master => "master",
        VrrpState.Fault => "fault",
        _ => "unknown",
    };

    /// <summary>A reason in snake case, as in status.</summary>
    public static string Label(TransitionReason reason) => reason switch
    {
        TransitionReason.None => "",
        TransitionReason.Startup => "startup",
        TransitionReason.AddressOwner => "address_owner",
        TransitionReason.MasterDown => "master_down",
        TransitionReason.MasterResigned => "master_resigned",
        TransitionReason.Outranked => "outranked",
        TransitionReason.InterfaceUnusable => "interface_unusable",
        TransitionReason.InterfaceUsable => "interface_usable",
        TransitionReason.Shutdown => "shutdown",
        TransitionReason.TrackDown => "track_down",
        TransitionReason.TrackUp => "track_up",
        TransitionReason.GroupDemoted => "group_demoted",
        TransitionReason.GroupPromoted => "group_promoted",
        TransitionReason.PeerLost => "peer_lost",
        TransitionReason.Resumed => "resumed",
        TransitionReason.Yielded => "yielded",
        TransitionReason.Superseded => "superseded",
        _ => "unknown",
    };

    private static string Reason(TransitionReason reason) => reason switch
    {
        TransitionReason.Startup => "started",
        TransitionReason.AddressOwner => "started as the owner of the addresses",
        TransitionReason.MasterDown => "the master is silent",
        TransitionReason.MasterResigned => "the master resigned",
        TransitionReason.Outranked => "a director of higher rank advertises",
        TransitionReason.InterfaceUnusable => "the interface cannot be used",
        TransitionReason.InterfaceUsable => "the interface can be used again",
        TransitionReason.Shutdown => "stopped",
        TransitionReason.TrackDown => "something it tracks is down",
        TransitionReason.TrackUp => "all that it tracks is up again",
        TransitionReason.GroupDemoted => "another router of its group is not master",
        TransitionReason.GroupPromoted => "its group is master",
        TransitionReason.PeerLost => "BFD says that the master is gone",
        TransitionReason.Resumed => "started again, and nobody took over meanwhile",
        TransitionReason.Yielded => "an address was taken off by somebody else",
        TransitionReason.Superseded => "another director took over while this one stood still",
        _ => "no reason given",
    };

    private static string Drop(DropReason reason) => reason switch
    {
        DropReason.Truncated => "too short",
        DropReason.TimeToLive => "its TTL or hop limit says that it was forwarded further than it may",
        DropReason.NotVrrp => "not VRRP",
        DropReason.Destination => "not sent to where this router expects adverts",
        DropReason.Version => "not VRRP of the configured version; if it is a peer of ours, both are master now",
        DropReason.Type => "not an advert",
        DropReason.NoAddress => "it carries no address",
        DropReason.Interval => "its interval is zero",
        DropReason.Checksum => "the checksum is wrong",
        DropReason.UnknownRouter => "no virtual router of its id is configured on the interface",
        DropReason.OwnPacket => "our own advert came back",
        DropReason.Family => "its addresses are of another family than the packet",
        DropReason.NotLinkLocal => "its first address is not link-local",
        DropReason.AuthenticationType => "another authentication type than configured; if it is a peer of ours, both are master now",
        DropReason.Password => "another password; if it is a peer of ours, both are master now",
        DropReason.IntervalDiffers => "another interval, which version 2 forbids; if it is a peer of ours, both are master now",
        DropReason.AddressListDiffers => "other addresses, which version 2 forbids; if it is a peer of ours, both are master now",
        DropReason.ChecksumForm => "its checksum covers other bytes than the strict profile takes",
        DropReason.UnknownPeer => "the sender is not a configured peer",
        DropReason.LocalOwner => "this router owns the addresses and hears nobody",
        DropReason.HmacMissing => "it is not signed",
        DropReason.HmacMalformed => "what follows the message is no HMAC trailer",
        DropReason.HmacUnknownKey => "it is signed with a key that is not configured",
        DropReason.HmacWrong => "its HMAC is wrong",
        DropReason.HmacStale => "its time is outside the window: it is old, or the clocks disagree",
        DropReason.HmacReplayed => "it was heard before",
        _ => "of a reason this version has no words for",
    };

    private static string Diagnostic(BfdDiagnostic why) => why switch
    {
        BfdDiagnostic.None => "",
        BfdDiagnostic.DetectionTimeExpired => ": nothing was heard for the detection time",
        BfdDiagnostic.NeighborSignaledDown => ": the other end says that it is down",
        BfdDiagnostic.AdministrativelyDown => ": taken down on purpose",
        _ => $": {why.Label()}",
    };

    private static string Drop(BfdDropReason reason) => reason switch
    {
        BfdDropReason.Version => "not version 1",
        BfdDropReason.Length => "of a wrong length",
        BfdDropReason.MultiplierZero => "its multiplier is zero",
        BfdDropReason.Multipoint => "multipoint is not spoken here",
        BfdDropReason.MyDiscriminatorZero => "it does not say who sent it",
        BfdDropReason.YourDiscriminatorZero => "it does not say whom it means",
        BfdDropReason.YourDiscriminatorUnknown => "it means a session that is not there, perhaps one before our last start",
        BfdDropReason.UnknownPeer => "no session with its sender is configured",
        BfdDropReason.WrongSender => "it means a session with somebody else",
        BfdDropReason.HopLimit => "its TTL or hop limit is too small, so it was forwarded",
        BfdDropReason.Authenticated => "authentication is not spoken here",
        _ => "of a reason this version has no words for",
    };

    private static string Hello(HelloDrop drop) => drop switch
    {
        HelloDrop.Malformed => "not a hello of a director",
        HelloDrop.Version => "of a version that is not known here",
        HelloDrop.Authentication => "signed with another key than ours",
        HelloDrop.Sender => "its address is none of the directors'",
        HelloDrop.Replayed => "older than the one before",
        _ => "of a reason this version has no words for",
    };

    private static string From(in LinkMessage message) => message.Address.IsSet ? $" from {message.Address}" : "";

    private static string To(in LinkMessage message) => message.Address.IsSet ? $" of {message.Address}" : "";

    private static string RouteTrouble(long errno) => errno == 17 ? "somebody else's is there" : $"errno {errno}"; // EEXIST

    private static string Milliseconds(long nanoseconds) => (nanoseconds / 1e6).ToString("F1", CultureInfo.InvariantCulture);

    private static string Trouble(long what) => what switch
    {
        0 => "is missing",
        1 => "is down",
        2 => "has no address",
        _ => "cannot be used",
    };
}
