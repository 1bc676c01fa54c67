using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using Serilog;

namespace HaDirector.Daemon.Services;

/// <summary>Keeps the kernel's settings of IPVS as the plan wants them, against whoever changes them. A stop leaves them: connections that go on were made under them.</summary>
internal sealed class IpvsSettingsKeeper(Conditions conditions, ILogger log)
{
    /// <summary>How the settings begin that the connection sync loop sets, before it starts a daemon that heeds them only then.</summary>
    public const string SyncPrefix = "net.ipv4.vs.sync_";

    private IReadOnlyList<WantedSetting> _settings = [];
    private IpvsTimeouts _timeouts;
    private int? _tableBits;
    private HashSet<string> _wrong = [];
    private bool _settled; // the plan's settings have been set once: what differs from then on was changed by others

    /// <summary>Whether the connection sync loop sets it while there is one.</summary>
    public static bool IsOfSync(WantedSetting setting) => ("net.ipv4.vs." + setting.Name).StartsWith(SyncPrefix, StringComparison.Ordinal);

    /// <summary>Goes over to a plan. Settings that are not wanted any more stay as they are.</summary>
    public void Follow(Plan plan)
    {
        _settings = plan.ConnectionSync is null ? plan.Ipvs.Settings : [.. plan.Ipvs.Settings.Where(setting => !IsOfSync(setting))];
        (_timeouts, _tableBits, _settled) = (plan.Ipvs.Timeouts, plan.Ipvs.ConnTabBits, false);
    }

    /// <summary>Sets what is not as wanted.</summary>
    /// <returns>How many of them somebody else had changed.</returns>
    /// <exception cref="IOException">The kernel cannot be asked.</exception>
    public int Turn(KernelIpvs kernel)
    {
        LookAtTable(kernel);
        HashSet<string> wrong = [];
        int drift = KeepTimeouts(kernel) && _settled ? 1 : 0;
        foreach (SysctlResult setting in new IpvsSysctls().Ensure(_settings))
        {
            if (setting.Fixed) log.Information("set {Name} to {Value}", setting.Name, setting.Wanted);
            if (setting.Fixed && _settled) drift++;
            if (setting.IsGood) continue;
            wrong.Add(setting.Name);
            conditions.Raise(ConditionCatalogue.SysctlWrong, setting.Name, setting.Actual is { } actual
                ? $"{setting.Name} is {actual}, wanted {setting.Wanted}: {setting.Why}"
                : $"this kernel has no {setting.Name}, wanted {setting.Wanted}: {setting.Why}");
        }

        foreach (string name in _wrong.Except(wrong)) conditions.Clear(ConditionCatalogue.SysctlWrong, name);
        (_wrong, _settled) = (wrong, true);
        return drift;
    }

    private bool KeepTimeouts(KernelIpvs kernel)
    {
        if (_timeouts == default) return false;
        IpvsTimeouts now = kernel.ReadTimeouts();
        IpvsTimeouts wanted = new(Or(_timeouts.TcpSeconds, now.TcpSeconds), Or(_timeouts.TcpFinSeconds, now.TcpFinSeconds), Or(_timeouts.UdpSeconds, now.UdpSeconds));
        if (now == wanted) return false;
        if (kernel.SetTimeouts(wanted) is { } refused)
        {
            log.Warning("the time-outs were refused: {Reason}", refused.Message);
            return false;
        }
        log.Information("set the time-outs to {Tcp} s (TCP), {TcpFin} s (closing), {Udp} s (UDP)", wanted.TcpSeconds, wanted.TcpFinSeconds, wanted.UdpSeconds);
        return true;

        static uint Or(uint wanted, uint now) => wanted == 0 ? now : wanted;
    }

    private void LookAtTable(KernelIpvs kernel)
    {
        uint size = _tableBits is null ? 0 : kernel.ReadInfo().ConnectionTableSize;
        conditions.Set(
            _tableBits is { } bits && size != 1u << bits, ConditionCatalogue.ConnectionTableSize, "",
            ConnectionTable.Line(_tableBits ?? 0, size));
    }
}
