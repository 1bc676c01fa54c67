using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess.Interop;

/// <summary>A real FRR vrrpd with its zebra. The macvlan that holds the addresses is the operator's to make; FRR finds it by its Ethernet address.</summary>
internal sealed class FrrPeer : IPeer
{
    private const string Programs = "/usr/lib/frr/";

    private readonly string _folder = Directory.CreateTempSubdirectory("hd-frr-").FullName;
    private readonly Lan _lan;
    private readonly InteropCase _how;
    private readonly PeerProcess _zebra;
    private PeerProcess? _vrrpd;

    public FrrPeer(Lan lan, InteropCase how)
    {
        (_lan, _how) = (lan, how);
        // FRR's programs give up root.
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        lan.Ip("b", "link add vrrp link eth0 type macvlan mode bridge");
        lan.Ip("b", $"link set vrrp address 00:00:5e:00:0{(how.IsV4 ? 1 : 2)}:{InteropCase.Router:x2}");
        if (!how.IsV4) lan.Ip("b", "address add fe80::b/64 dev vrrp nodad"); // else its adverts come from the virtual address
        foreach (string address in how.Addresses) lan.Ip("b", $"address add {address} dev vrrp{(how.IsV4 ? "" : " nodad")}");
        lan.Ip("b", "link set vrrp up");
        _zebra = Run("zebra", "");
        Wait.Until(() => File.Exists(Path.Combine(_folder, "zserv.api")), () => _zebra.Said);
    }

    public static bool IsInstalled => File.Exists(Programs + "vrrpd") && File.Exists("/usr/bin/vtysh");

    public bool IsMaster => File.Exists(Path.Combine(_folder, "vrrpd.vty")) && Status.Contains("\"status\":\"Master\"", StringComparison.Ordinal);

    public string Described => Status + _vrrpd?.Said + _zebra.Said;

    private string Status => Command.Run("sh", "-c", $"vtysh --vty_socket {_folder} -d vrrpd -c 'show vrrp json' 2>&1 || true");

    public void Start(int priority)
    {
        string family = _how.IsV4 ? "ip" : "ipv6";
        string router = $" vrrp {InteropCase.Router} ";
        _vrrpd?.Dispose();
        File.Delete(Path.Combine(_folder, "vrrpd.vty"));
        _vrrpd = Run(
            "vrrpd",
            $"interface eth0\n{router}version {_how.Version}\n{router}priority {priority}\n{router}advertisement-interval {_how.Centiseconds * 10}\n"
            + string.Concat(_how.Addresses.Select(address => $"{router}{family} {address.Split('/')[0]}\n")));
    }

    public void Stop() => _vrrpd?.Stop();

    public void Kill() => _vrrpd?.Dispose();

    public void Dispose()
    {
        _vrrpd?.Dispose();
        _zebra.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private PeerProcess Run(string program, string config)
    {
        string At(string name) => Path.Combine(_folder, name);
        File.WriteAllText(At(program + ".conf"), config);
        return new PeerProcess(
            _lan, "b", Programs + program, "-f", At(program + ".conf"), "-z", At("zserv.api"), "-i", At(program + ".pid"), "--vty_socket", _folder,
            "-A", "127.0.0.1", "-P", "0", "--log", "stdout");
    }
}
