using System.Text;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Names;

namespace HaDirector.Kernel.Tests;

/// <summary>The same tables through the real ipvsadm and through ours: written by one, read by the other, every listing byte for byte.</summary>
[Collection("kernel")]
public sealed class IpvsadmAgreementTests : IDisposable
{
    private const int Generated = 45;

    private static readonly string[][] Listings =
    [
        ["-L", "-n"], ["-L", "-n", "--nosort"], ["-Ln", "--stats"], ["-Ln", "--stats", "--exact"], ["-Ln", "--rate"],
        ["-Ln", "--persistent-conn"], ["-Ln", "--tun-info"], ["-L"], ["-S"],
    ];

    private static readonly string[][] After = [["-S", "-n"], ["-Ln", "--thresholds"]];

    private readonly RealKernel _kernel = new();
    private readonly SystemNames _names = new(TimeSpan.FromSeconds(30));

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Tables_written_by_hand_read_the_same() =>
        Assert.All(IpvsadmTables.ByHand, table => Agree(table.Name, table.Rules, all: true));

    [KernelFact]
    public void Generated_tables_read_the_same() =>
        Assert.All(Enumerable.Range(1, Generated), seed => Agree($"seed {seed}", IpvsadmTables.Generate(seed), all: seed % 5 == 0));

    [KernelFact]
    public void One_service_lists_the_same()
    {
        RealKernel.RunWith(IpvsadmTables.ByHand.Single(t => t.Name == "marks").Rules, "ipvsadm", "-R");
        foreach (string[] arguments in new string[][] { ["-Ln", "-f", "1"], ["-Ln", "-f", "2", "-6", "--stats"], ["-Ln", "-f", "2147483647", "--thresholds"] })
            Assert.Equal(RealKernel.Run("ipvsadm", arguments), Ours(arguments));
    }

    [KernelFact]
    public void Timeouts_and_daemons_read_the_same_and_the_complete_save_keeps_them()
    {
        RealKernel.Run("ip", "link", "add", "hd-compat", "type", "dummy");
        try
        {
            RealKernel.Run("ip", "address", "add", "198.51.100.12/24", "dev", "hd-compat");
            RealKernel.Run("ip", "link", "set", "hd-compat", "up");
            RealKernel.Run("ipvsadm", "--set", "901", "121", "301");
            RealKernel.Run("ipvsadm", "--start-daemon", "master", "--mcast-interface", "hd-compat", "--syncid", "9");
            RealKernel.Run(
                "ipvsadm", "--start-daemon", "backup", "--mcast-interface", "hd-compat", "--mcast-group", "224.0.0.99", "--mcast-port", "9000", "--mcast-ttl", "9",
                "--sync-maxlen", "1400");
            foreach (string[] arguments in new string[][] { ["-L", "--timeout"], ["-l", "--daemon", "-n"] })
                Assert.Equal(RealKernel.Run("ipvsadm", arguments), Ours(arguments));

            string complete = DaemonText.Rule(_kernel.Ipvs.ReadTimeouts()) + DaemonText.Rules(_kernel.Ipvs.ReadDaemonTransports());
            string daemons = RealKernel.Run("ipvsadm", "-L", "--daemon");
            Assert.Null(_kernel.Ipvs.StopDaemon(SyncRole.Master));
            Assert.Null(_kernel.Ipvs.StopDaemon(SyncRole.Backup));
            RealKernel.Run("ipvsadm", "--set", "900", "120", "300");
            Restore(complete);
            Assert.Equal(daemons, RealKernel.Run("ipvsadm", "-L", "--daemon"));
            Assert.Equal("Timeout (tcp tcpfin udp): 901 121 301\n", RealKernel.Run("ipvsadm", "-L", "--timeout"));
        }
        finally
        {
            foreach (SyncDaemonSpec daemon in _kernel.Ipvs.ReadDaemons()) _kernel.Ipvs.StopDaemon(daemon.Role);
            RealKernel.Run("ipvsadm", "--set", "900", "120", "300");
            RealKernel.Run("ip", "link", "delete", "hd-compat");
        }
    }

    [KernelFact]
    public void Counters_are_zeroed_and_a_service_that_is_not_there_is_said()
    {
        RealKernel.Run("ipvsadm", "-A", "-t", "192.0.2.1:80");
        Assert.Null(_kernel.Ipvs.Zero(Tables.Key("tcp://192.0.2.1:80")));
        Assert.Null(_kernel.Ipvs.Zero(null));
        Assert.Equal("the service is not there (ESRCH)", _kernel.Ipvs.Zero(Tables.Key("tcp://192.0.2.1:81"))!.Message);
        Assert.Null(_kernel.Ipvs.Flush());
        Assert.Equal("", RealKernel.Saved());
    }

    private void Agree(string name, string rules, bool all)
    {
        // The real program writes, ours reads.
        string[][] listings = [.. all ? Listings : [["-Ln", "--tun-info"]], .. After];
        string[] theirs = Theirs("ipvsadm -C; ipvsadm -R || exit", rules, listings);
        for (int i = 0; i < listings.Length; i++) Same($"{name}: ipvsadm {string.Join(' ', listings[i])}", theirs[i], Ours(listings[i]));
        (string saved, string thresholds) = (theirs[^2], theirs[^1]);

        // Ours writes the very rules, and the real program reads.
        Assert.Null(_kernel.Ipvs.Flush());
        Restore(rules);
        theirs = Theirs("", "", After);
        SameLines($"{name}: our -R, their -S", saved, theirs[0]);
        SameLines($"{name}: our -R, their --thresholds", thresholds, theirs[1]);

        // Save, restore, save: the plain form, and the complete one, which loses nothing.
        Assert.Null(_kernel.Ipvs.Flush());
        Restore(saved);
        if (!saved.Contains("-b \n", StringComparison.Ordinal)) SameLines($"{name}: save, restore, save", saved, Ours("-Sn"));
        Assert.Null(_kernel.Ipvs.Flush());
        Restore(rules);
        string complete = IpvsadmText.Render(_kernel.Ipvs.ReadStatusInKernelOrder(), NoNames.Instance, complete: true);
        Assert.Null(_kernel.Ipvs.Flush());
        Restore(complete);
        SameLines($"{name}: save --complete, restore, save", saved, Ours("-Sn"));
        SameLines($"{name}: save --complete, restore, thresholds", thresholds, Ours("-Ln", "--thresholds"));
    }

    // One shell for all: a process costs more than what it does here.
    private static string[] Theirs(string first, string input, string[][] listings)
    {
        const string Mark = "=-=-=\n";
        string script = first + string.Concat(listings.Select(l => $"\nipvsadm {string.Join(' ', l)} || exit\nprintf '{Mark.Replace("\n", "\\n", StringComparison.Ordinal)}'"));
        string[] parts = RealKernel.RunWith(input, "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin\n" + script).Split(Mark);
        Assert.Equal(listings.Length + 1, parts.Length);
        return parts[..^1];
    }

    private string Ours(params string[] arguments)
    {
        Assert.True(IpvsadmLine.TryParse(arguments, _names, out IpvsadmCommand? command, out IpvsadmFault? fault), fault?.Message);
        if (command is IpvsadmCommand.Save save) return IpvsadmText.Render(_kernel.Ipvs.ReadStatusInKernelOrder(), save.Numeric ? NoNames.Instance : _names);
        ListRequest list = Assert.IsType<IpvsadmCommand.List>(command).What;
        INames names = list.Numeric ? NoNames.Instance : _names;
        if (list.Subject == ListSubject.Timeouts) return DaemonText.List(_kernel.Ipvs.ReadTimeouts());
        if (list.Subject == ListSubject.Daemons) return DaemonText.List(_kernel.Ipvs.ReadDaemonTransports());
        IReadOnlyList<ServiceStatus> services = _kernel.Ipvs.ReadStatusInKernelOrder();
        if (list.Service is { } key) return Listing.Render([.. services.Where(s => s.Key == key)], list, names);
        (uint version, uint size) = _kernel.Ipvs.ReadInfo();
        return Listing.Head(version, size) + Listing.Render(services, list, names);
    }

    private void Restore(string rules)
    {
        RulesReader reader = new(_kernel.Ipvs.Read(), NoNames.Instance);
        reader.Feed(Encoding.ASCII.GetBytes(rules));
        Rules read = reader.Finish();
        Assert.Empty(read.Faults);
        Assert.Empty(_kernel.Ipvs.Apply([.. read.Steps.Select(s => s.Command).OfType<IpvsadmCommand.Change>().Select(c => c.What)]).Refused);
        foreach (RulesStep step in read.Steps)
        {
            Refusal? refusal = step.Command switch
            {
                IpvsadmCommand.SetTimeouts c => _kernel.Ipvs.SetTimeouts(c.Timeouts),
                IpvsadmCommand.StartDaemon c => _kernel.Ipvs.StartDaemon(c.Daemon, c.Transport),
                _ => null,
            };
            Assert.Null(refusal);
        }
    }

    // Where entries beat each other in a circle (IpvsadmOrder) the order is the kernel's, which depends on when each was added and on the boot.
    private static void SameLines(string what, string theirs, string ours) => Same(what, Sorted(theirs), Sorted(ours));

    private static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));

    private static void Same(string what, string theirs, string ours)
    {
        if (theirs != ours) Assert.Fail($"{what}\n--- ipvsadm\n{theirs}--- ours\n{ours}");
    }
}
