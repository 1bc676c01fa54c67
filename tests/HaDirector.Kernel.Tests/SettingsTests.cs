using System.Globalization;
using HaDirector.Config;
using HaDirector.Daemon;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Ipvs;
using Serilog.Core;

namespace HaDirector.Kernel.Tests;

/// <summary>What the file says of the kernel's own settings, as the real kernel and ipvsadm show it.</summary>
[Collection("kernel")]
public sealed class SettingsTests : IDisposable
{
    private readonly RealKernel _kernel = new();
    private readonly IpvsTimeouts _before;
    private readonly Conditions _conditions = new(Logger.None);
    private readonly IpvsSettingsKeeper _keeper;

    public SettingsTests() => (_before, _keeper) = (_kernel.Ipvs.ReadTimeouts(), new(_conditions, Logger.None));

    public void Dispose()
    {
        Assert.Null(_kernel.Ipvs.SetTimeouts(_before));
        _kernel.Dispose();
    }

    [KernelFact]
    public void Time_outs_of_the_file_are_in_the_kernel_and_come_back_when_somebody_else_changes_them()
    {
        Follow("timeouts: { tcp: 10m, tcp_fin: 30s, udp: 1m }");
        Assert.Equal(0, _keeper.Turn(_kernel.Ipvs));
        Assert.Contains("Timeout (tcp tcpfin udp): 600 30 60", Shown(), StringComparison.Ordinal);
        Assert.Equal(new IpvsTimeouts(600, 30, 60), _kernel.Ipvs.ReadTimeouts());

        RealKernel.Run("ipvsadm", "--set", "700", "0", "61");
        Assert.Contains("700 30 61", Shown(), StringComparison.Ordinal);
        Assert.Equal(1, _keeper.Turn(_kernel.Ipvs));
        Assert.Contains("600 30 60", Shown(), StringComparison.Ordinal);
        long sent = _kernel.Ipvs.ChangesSent;
        Assert.Equal(0, _keeper.Turn(_kernel.Ipvs));
        Assert.Equal(sent, _kernel.Ipvs.ChangesSent); // right already: nothing is written

        // What the file does not say is left as it is.
        Follow("timeouts: { udp: 5s }");
        _keeper.Turn(_kernel.Ipvs);
        Assert.Contains("600 30 5\n", Shown(), StringComparison.Ordinal);
    }

    [KernelFact]
    public void Size_of_the_connection_table_is_read_and_the_line_for_another_one_is_told()
    {
        int bits = int.Parse(File.ReadAllText("/sys/module/ip_vs/parameters/conn_tab_bits"), CultureInfo.InvariantCulture);
        Assert.Equal(1u << bits, _kernel.Ipvs.ReadInfo().ConnectionTableSize);
        Assert.Contains($"(size={1 << bits})", RealKernel.Run("ipvsadm", "-Ln"), StringComparison.Ordinal);

        Follow($"conn_tab_bits: {bits + 1}");
        _keeper.Turn(_kernel.Ipvs);
        Condition told = Assert.Single(_conditions.Now, condition => condition.Name == ConditionCatalogue.ConnectionTableSize);
        Assert.Equal(
            $"the kernel's connection table has {1 << bits} lists, wanted {2 << bits}: write 'options ip_vs conn_tab_bits={bits + 1}' into /etc/modprobe.d/ip_vs.conf",
            told.Message);
        Follow($"conn_tab_bits: {bits}");
        _keeper.Turn(_kernel.Ipvs);
        Assert.Empty(_conditions.Now);
    }

    private void Follow(string setting)
    {
        LoadResult result = ConfigFile.Load($"directors: {{ lb01: {{ address: 192.0.2.11 }} }}\nipvs: {{ {setting} }}\n", "f.yaml", "lb01");
        Assert.True(result.Plan is not null, string.Join('\n', result.Diagnostics));
        _keeper.Follow(result.Plan);
    }

    private static string Shown() => RealKernel.Run("ipvsadm", "-L", "--timeout");
}
