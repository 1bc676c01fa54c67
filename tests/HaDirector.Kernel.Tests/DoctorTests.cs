using System.Globalization;
using HaDirector.Cli.Doctor;
using HaDirector.Config;
using HaDirector.Engine.Doctor;

namespace HaDirector.Kernel.Tests;

/// <summary>What 'hadirector doctor FILE' says of a kernel that has ip_vs.</summary>
[Collection("kernel")]
public sealed class DoctorTests : IDisposable
{
    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Schedulers_are_asked_for_without_touching_the_table()
    {
        RealKernel.Run("ipvsadm", "-A", "-f", "1", "-s", "rr"); // the first mark that is asked about
        string before = RealKernel.Saved();
        bool twos = RealKernel.Run("sh", "-c", "modprobe --dry-run --quiet ip_vs_twos && echo yes || echo no").Trim() == "yes";

        Dictionary<string, Finding> findings = Ask("", Service("a", "wlc"), Service("b", "mh"), Service("c", "twos"));

        Assert.Equal(Verdict.Good, findings["ip_vs"].Verdict);
        Assert.Equal(Verdict.Good, findings["scheduler wlc"].Verdict);
        Assert.Equal(Verdict.Good, findings["scheduler mh"].Verdict);
        Assert.Equal(twos ? Verdict.Good : Verdict.Missing, findings["scheduler twos"].Verdict);
        if (!twos) Assert.Contains("it refuses c", findings["scheduler twos"].Text, StringComparison.Ordinal);
        Assert.Equal(before, RealKernel.Saved());
    }

    [KernelFact]
    public void The_size_of_the_connection_table_is_compared()
    {
        int bits = int.Parse(File.ReadAllText("/sys/module/ip_vs/parameters/conn_tab_bits"), CultureInfo.InvariantCulture);
        Assert.Equal(Verdict.Good, Ask($"conn_tab_bits: {bits}", Service("a", "rr"))["conn_tab_bits"].Verdict);
        Finding other = Ask($"conn_tab_bits: {bits + 1}", Service("a", "rr"))["conn_tab_bits"];
        Assert.Equal(Verdict.Missing, other.Verdict);
        Assert.Contains($"has {1 << bits} lists, wanted {2 << bits}", other.Text, StringComparison.Ordinal);
        Assert.Contains($"conn_tab_bits={bits + 1}", other.Advice, StringComparison.Ordinal);
    }

    [KernelFact]
    public void Settings_of_the_kernel_are_told_as_they_are_and_those_it_lacks_as_missing()
    {
        RealKernel.Run("sysctl", "-w", "net.ipv4.vs.sloppy_tcp=0", "net.ipv4.vs.conntrack=0");
        Dictionary<string, Finding> findings = Ask("settings: { sloppy_tcp: true, conn_max: 1000000 }", Service("a", "rr"));
        Assert.Equal((Verdict.Good, "0, and the director sets 1"), (findings["net.ipv4.vs.sloppy_tcp"].Verdict, findings["net.ipv4.vs.sloppy_tcp"].Text));
        if (!File.Exists("/proc/sys/net/ipv4/vs/conn_max")) Assert.Equal(Verdict.Missing, findings["net.ipv4.vs.conn_max"].Verdict);
        Assert.Equal("0", File.ReadAllText("/proc/sys/net/ipv4/vs/sloppy_tcp").Trim()); // a doctor changes nothing
        Assert.Equal(Verdict.Note, findings["net.ipv4.vs.conntrack"].Verdict); // nat, and the file does not say it

        Finding masquerading = Ask("", Service("a", "rr", "masquerade: true, "))["net.ipv4.vs.conntrack"];
        Assert.Equal((Verdict.Good, "0, and the director sets 1"), (masquerading.Verdict, masquerading.Text));
    }

    private static string Service(string name, string scheduler, string more = "") =>
        $"  {name}: {{ address: tcp://192.0.2.80:{80 + name[0]}, scheduler: {scheduler}, forwarding: nat, {more}servers: [ {{ address: 198.51.100.21:80 }}, {{ address: 198.51.100.22:80 }} ] }}\n";

    private static Dictionary<string, Finding> Ask(string ipvs, params string[] services)
    {
        string file = $"directors: {{ lb01: {{ address: 192.0.2.11 }} }}\nipvs: {{ {ipvs} }}\nservices:\n{string.Concat(services)}";
        LoadResult result = ConfigFile.Load(file, "f.yaml", "lb01");
        Assert.True(result.Plan is not null, string.Join('\n', result.Diagnostics));
        return HostChecks.All(result.Plan).ToDictionary(finding => finding.Name);
    }
}
