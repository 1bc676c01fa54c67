using System.Globalization;
using HaDirector.Vrrp;
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
            VrrpLogCode.InterfaceUnusable => (Loudness.Error, $"interface {message.Interface} {Trouble(message[0])}"),
            _ => (Loudness.Warning, $"said something this version has no words for (code {message.Code})"),
        };
        return (loudness, message.Name.Length == 0 ? $"vrrp: {text}" : $"router {message.Name}: {text}");
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
        _ => "no reason given",
    };

    private static string Drop(DropReason reason) => reason switch
    {
        DropReason.Truncated => "too short",
        DropReason.TimeToLive => "the TTL is not 255, so it was forwarded",
        DropReason.NotVrrp => "not VRRP over IPv4",
        DropReason.Destination => "not sent to 224.0.0.18",
        DropReason.Version => "not VRRP version 3; if it is a peer of ours, both are master now",
        DropReason.Type => "not an advert",
        DropReason.NoAddress => "it carries no address",
        DropReason.Interval => "its interval is zero",
        DropReason.Checksum => "the checksum is wrong",
        DropReason.UnknownRouter => "no virtual router of its id is configured on the interface",
        DropReason.OwnPacket => "our own advert came back",
        _ => "of a reason this version has no words for",
    };

    private static string From(in LinkMessage message) => message.Address.IsSet ? $" from {message.Address}" : "";

    private static string Milliseconds(long nanoseconds) => (nanoseconds / 1e6).ToString("F1", CultureInfo.InvariantCulture);

    private static string Trouble(long what) => what switch
    {
        0 => "is missing",
        1 => "is down",
        2 => "has no address",
        _ => "cannot be used",
    };
}
