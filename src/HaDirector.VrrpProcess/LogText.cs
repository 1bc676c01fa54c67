using HaDirector.Vrrp;
using HaDirector.Vrrp.Link;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <summary>Plain text of a log record, for when no director process is there to say it better.</summary>
internal static class LogText
{
    /// <summary>Priorities of syslog (sd-daemon(3)).</summary>
    public const int Error = 3, Warning = 4, Notice = 5, Information = 6;

    public static (int Priority, string Text) Of(LinkMessage record)
    {
        string router = record.Name.Length > 0 ? $"router {record.Name}: " : "";
        long number = record[0];
        return (VrrpLogCode)record.Code switch
        {
            VrrpLogCode.StateChanged => (Notice, $"{router}{(VrrpState)record[1]} -> {record.State} ({(TransitionReason)number})"),
            VrrpLogCode.PacketDropped => (Warning,
                $"{record.Interface}: dropped {record[1]} packet(s), {((DropReason)number).Label()}, id {record.VirtualRouterId} from {record.Address}"),
            VrrpLogCode.SendFailed => (Error, $"{router}an advert could not be sent (errno {number})"),
            VrrpLogCode.AddressFailed => (Error, $"{router}{record.Address} could not be {(record[1] == 1 ? "set" : "removed")} (errno {number})"),
            VrrpLogCode.RealTimeRefused => (Warning, $"SCHED_FIFO is refused (errno {number}): adverts may be late under load"),
            VrrpLogCode.MemoryLockRefused => (Warning, $"locking memory is refused (errno {number}): adverts may be late when memory is short"),
            VrrpLogCode.Late => (Warning, $"{router}a timer was judged {number / 1_000_000.0:F1} ms late"),
            VrrpLogCode.IntervalDiffers => (Warning, $"{router}{record.Address} advertises every {number * 10} ms, which is not our interval"),
            VrrpLogCode.AddressListDiffers => (Warning, $"{router}{record.Address} advertises other addresses than ours"),
            VrrpLogCode.EqualPriority => (Warning, $"{router}{record.Address} has our own priority"),
            VrrpLogCode.InterfaceUnusable => (Error, $"{router}{record.Interface} is {(number == 0 ? "missing" : number == 1 ? "down" : "without an address")}"),
            _ => (Warning, $"{router}record {record.Code}: {number} {record[1]}"),
        };
    }
}
