using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Daemon.Link;

/// <summary>What the VRRP process last said about one router.</summary>
internal sealed record RouterStatus(
    string Name,
    VrrpState State,
    Instant Since,
    TransitionReason Reason,
    byte Priority,
    IpAddress MasterAddress,
    byte MasterPriority,
    Centiseconds MasterInterval,
    long AdvertsSent,
    long AdvertsReceived,
    long BecameMaster,
    long PriorityZeroSent,
    long PriorityZeroReceived,
    long SendErrors,
    bool HoldsAddresses)
{
    /// <summary>Reads a <see cref="LinkMessageKind.RouterStatus"/>.</summary>
    public static RouterStatus From(in LinkMessage message) => new(
        message.Name,
        message.State,
        message.At,
        (TransitionReason)message.Code,
        message.Priority,
        message.Address,
        message.MasterPriority,
        new Centiseconds((int)message.IntervalCentiseconds),
        message[RouterField.AdvertsSent],
        message[RouterField.AdvertsReceived],
        message[RouterField.BecameMaster],
        message[RouterField.PriorityZeroSent],
        message[RouterField.PriorityZeroReceived],
        message[RouterField.SendErrors],
        message[RouterField.HoldsAddresses] != 0);
}
