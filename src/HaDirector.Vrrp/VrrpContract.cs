using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>Why a router changed its state.</summary>
public enum TransitionReason : byte
{
    /// <summary>No transition.</summary>
    None,

    /// <summary>The router was started.</summary>
    Startup,

    /// <summary>Started as the address owner.</summary>
    AddressOwner,

    /// <summary>No advert came for the master down interval.</summary>
    MasterDown,

    /// <summary>The master resigned (priority 0) and the skew time passed.</summary>
    MasterResigned,

    /// <summary>An advert of higher priority, or of the same and a greater address, came.</summary>
    Outranked,

    /// <summary>The interface became unusable.</summary>
    InterfaceUnusable,

    /// <summary>The interface is usable again.</summary>
    InterfaceUsable,

    /// <summary>The router was stopped.</summary>
    Shutdown,

    /// <summary>A track of weight 0 is down, or the address of the adverts is gone.</summary>
    TrackDown,

    /// <summary>No track of weight 0 is down any more.</summary>
    TrackUp,

    /// <summary>Another router of its sync group is not master.</summary>
    GroupDemoted,

    /// <summary>The other routers of its sync group are master.</summary>
    GroupPromoted,

    /// <summary>BFD says that the master is gone.</summary>
    PeerLost,

    /// <summary>The process was started again and goes on as the master it was.</summary>
    Resumed,

    /// <summary>Somebody removed an address of ours, and the configuration says to yield then.</summary>
    Yielded,

    /// <summary>Another director took over while this one stood still.</summary>
    Superseded,
}

/// <summary>A parsed advert that passed every check of RFC 9568 section 7.1.</summary>
/// <param name="VirtualRouterId">Its router.</param>
/// <param name="Priority">Sender's priority; 0 = it resigns.</param>
/// <param name="Interval">Sender's advert interval.</param>
/// <param name="Sender">Primary address of the sender.</param>
public readonly record struct Advert(byte VirtualRouterId, byte Priority, Centiseconds Interval, IpAddress Sender);

/// <summary>What can happen to an instance.</summary>
public enum VrrpEventKind : byte
{
    /// <summary>Begin (RFC 9568 section 6.4.1).</summary>
    Startup,

    /// <summary>End: resign if master.</summary>
    Shutdown,

    /// <summary>A deadline passed.</summary>
    TimeReached,

    /// <summary>An advert was heard.</summary>
    Heard,

    /// <summary>The interface can be used; Advert.Sender carries its primary address.</summary>
    InterfaceUsable,

    /// <summary>The interface cannot be used.</summary>
    InterfaceUnusable,

    /// <summary>Tracks moved the priority: Advert.Priority is the one to use from now on, 1-254. An owner's does not move. A backup's running timer moves by what the change is worth.</summary>
    PriorityChanged,

    /// <summary>A track (or a member of the group) faults the router.</summary>
    TrackDown,

    /// <summary>Nothing faults the router any more, as far as tracks and group are concerned.</summary>
    TrackUp,

    /// <summary>The sync group asks a master to be backup: it resigns.</summary>
    GroupDemoted,

    /// <summary>The sync group asks a backup to be master, whoever is; ignored during the startup delay.</summary>
    GroupPromoted,

    /// <summary>BFD (or another sign than adverts) says that Advert.Sender is gone; counts when that is the master heard (<see cref="VrrpInstance.MasterHeard"/>).</summary>
    PeerLost,

    /// <summary>Begin as master: the addresses are still ours and no better peer was heard. Instead of <see cref="Startup"/>.</summary>
    Resume,

    /// <summary>An address was taken off by somebody else and the router shall yield: it resigns, and does not preempt until it was master again.</summary>
    Yield,
}

/// <summary>Something that happened to an instance.</summary>
/// <param name="Kind">What.</param>
/// <param name="Advert">The advert of <see cref="VrrpEventKind.Heard"/>; its Sender is the own primary address of InterfaceUsable.</param>
public readonly record struct VrrpEvent(VrrpEventKind Kind, Advert Advert = default);

/// <summary>What an instance asks of the world.</summary>
public enum VrrpActionKind : byte
{
    /// <summary>Send an advert with the given priority.</summary>
    SendAdvert,

    /// <summary>Make the addresses of ours on the interface exactly those of the spec: put on what is missing, take off what left the spec.</summary>
    TakeAddresses,

    /// <summary>Take all of ours off.</summary>
    DropAddresses,

    /// <summary>Gratuitous ARP / unsolicited NA for each address.</summary>
    AnnounceAddresses,

    /// <summary>Tell the world about the new state.</summary>
    Entered,
}

/// <summary>One action; executed in order by the loop.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Priority">Priority to advertise.</param>
/// <param name="From">State left.</param>
/// <param name="To">State entered.</param>
/// <param name="Reason">Why.</param>
public readonly record struct VrrpAction(
    VrrpActionKind Kind, byte Priority = 0, VrrpState From = default, VrrpState To = default, TransitionReason Reason = default);
