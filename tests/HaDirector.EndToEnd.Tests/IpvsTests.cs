using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>Whole directors on a kernel with ip_vs: what becomes of its table.</summary>
[Trait("lab", "guest")]
public sealed class IpvsTests : IDisposable
{
    private const string Ours = """
        -A -t 192.0.2.80:80 -s wrr
        -a -t 192.0.2.80:80 -r 192.0.2.21:80 -g -w 3
        -a -t 192.0.2.80:80 -r 192.0.2.22:80 -g -w 1

        """;

    private const string Foreign = """
        -A -t 203.0.113.1:443 -s rr
        -a -t 203.0.113.1:443 -r 192.0.2.99:443 -m -w 1

        """;

    private const string Services = """
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: wrr
            forwarding: dr
            servers:
              - { address: 192.0.2.21, weight: 3 }
              - { address: 192.0.2.22 }
        connection_sync: { mode: kernel, interface: eth0, sync_id: 9 }
        """;

    private static readonly string Alone = Services[..Services.IndexOf("connection_sync", StringComparison.Ordinal)].TrimEnd();

    private readonly TwoHosts _hosts = new();

    [IpvsFact]
    public void The_table_is_as_configured_and_outlives_the_director_process()
    {
        _hosts.Configure(rest: Services);
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        Wait.Until(() => Table(_hosts.First) == Ours, "the table", () => Table(_hosts.First) + master.Log);
        Wait.Until(() => Table(_hosts.Second) == Ours, "the backup's table", () => Table(_hosts.Second) + backup.Log);
        Wait.Until(() => master.Status()?.ConnectionSync?.Daemons is ["master"], "the master's sync daemon", () => master.Log);
        Wait.Until(() => backup.Status()?.ConnectionSync?.Daemons is ["backup"], "the backup's sync daemon", () => backup.Log);
        Assert.Equal(3, master.Report().Services[0].Servers[0].Weight);
        Assert.True(master.Report().Services[0].InKernel);
        Assert.DoesNotContain(master.Report().Conditions, c => c.Name is "ipvs-missing" or "ipvs-refused" or "sysctl-wrong");

        int dead = master.DirectorProcess;
        RunningDirector.Signal(dead, "KILL");
        Wait.Until(() => master.Status() is { Ipvs.Reconciles: > 0 } && master.DirectorProcess != dead, "a comparison by the next one", () => master.Log);
        Assert.Equal(0, master.Report().Ipvs.Changes); // adopted as it was
        Assert.Equal(Ours, Table(_hosts.First));

        RunningDirector.Signal(master.VrrpProcess, "HUP");
        Wait.Until(() => master.Status()?.Reloads.Applied == 1, "the reload", () => master.Log);
        Assert.Equal(0, master.Report().Ipvs.Changes); // nothing changed, nothing written
    }

    [IpvsFact]
    public void Drift_is_put_right_and_foreign_services_are_left_alone()
    {
        Restore(Foreign);
        _hosts.Configure(rest: Services);
        RunningDirector director = _hosts.Start("lb01");
        Wait.Until(() => Table(_hosts.First) == Ours + Foreign, "both", () => Table(_hosts.First) + director.Log);
        Wait.Until(() => director.Status()?.Ipvs.ForeignServices is ["tcp://203.0.113.1:443"], "the foreign service in status", () => director.Log);

        Assert.Equal(0, Inside("ipvsadm", "-d", "-t", "192.0.2.80:80", "-r", "192.0.2.22:80").Code);
        Wait.Until(() => Table(_hosts.First) == Ours + Foreign, "the server's return", () => Table(_hosts.First) + director.Log);
        Wait.Until(() => director.Status()?.Ipvs.Drift == 1, "the count", () => director.Log);
        Assert.Contains(director.Report().Conditions, c => c.Name == "ipvs-drift");
        director.WaitForLog("the table was changed by somebody else");
        Wait.Until(() => director.Status()?.Conditions.Any(c => c.Name == "ipvs-drift") == false, "the end of the condition", () => director.Log);

        // Who works through hadirector is named.
        (int code, string said) = Inside(RunningDirector.Executable, "ipvs", "delete-server", "tcp://192.0.2.80:80", "192.0.2.22", "--run-dir", director.RunDirectory);
        Assert.Equal(0, code);
        Assert.Contains("the director that runs here keeps tcp://192.0.2.80:80 as its file says and will put it back", said, StringComparison.Ordinal);
        director.WaitForLog("the table was changed by root (uid 0) through hadirector ipvs delete-server");
        Wait.Until(() => Table(_hosts.First) == Ours + Foreign, "the server's second return", () => Table(_hosts.First) + director.Log);

        RunningDirector.Signal(director.VrrpProcess, "TERM");
        Assert.Equal(0, director.WaitForEnd());
        Assert.Equal(Foreign, Table(_hosts.First));
        Assert.DoesNotContain("sync daemon", Inside("ipvsadm", "-l", "--daemon").Output, StringComparison.Ordinal);
    }

    [IpvsFact]
    public void Services_of_others_are_kept_reported_or_removed_but_those_of_another_director_never()
    {
        const string theirs = "-A -t 192.0.2.90:25 -s rr\n-a -t 192.0.2.90:25 -r 192.0.2.31:25 -g -w 1\n";
        string other = Path.Combine(_hosts.Folder, "other.yaml");
        _hosts.Configure(rest: """
            services:
              mail: { address: "tcp://192.0.2.90:25", scheduler: rr, forwarding: dr, servers: [ { address: 192.0.2.31 } ] }
            """);
        File.WriteAllText(other, File.ReadAllText(_hosts.ConfigPath).Replace("virtual_router_id: 51", "virtual_router_id: 52", StringComparison.Ordinal)
            .Replace(TwoHosts.Vip + "/24", "192.0.2.90/24", StringComparison.Ordinal));
        Restore(Foreign);
        using RunningDirector neighbour = new(_hosts.First, other, "lb01", Path.Combine(_hosts.Folder, "other"), []);
        Wait.Until(() => Table(_hosts.First) == theirs + Foreign, "the other director's table", () => Table(_hosts.First) + neighbour.Log);

        _hosts.Configure(rest: Alone);
        RunningDirector director = _hosts.Start("lb01");
        Wait.Until(() => Table(_hosts.First) == Ours + theirs + Foreign, "all of it", () => Table(_hosts.First) + director.Log);
        Wait.Until(() => director.Status()?.Ipvs.ForeignServices.Count == 2, "both in status", () => director.Log);
        Assert.DoesNotContain(director.Report().Conditions, c => c.Name == "ipvs-foreign");

        _hosts.Configure(rest: Alone + "\nipvs: { foreign: report }");
        RunningDirector.Signal(director.VrrpProcess, "HUP");
        Wait.Until(() => director.Status()?.Conditions.Any(c => c.Name == "ipvs-foreign" && c.Message.Contains("tcp://203.0.113.1:443", StringComparison.Ordinal)) == true, "the condition", () => director.Log);
        Assert.Equal(Ours + theirs + Foreign, Table(_hosts.First));

        _hosts.Configure(rest: Alone + "\nipvs: { foreign: remove }");
        RunningDirector.Signal(director.VrrpProcess, "HUP");
        director.WaitForLog("ipvs: removed tcp://203.0.113.1:443, which somebody else made");
        Wait.Until(() => Table(_hosts.First) == Ours + theirs, "the end of the one service", () => Table(_hosts.First) + director.Log);

        // What comes later goes at the next look at the whole table; what the other director holds is there still.
        Restore(Foreign);
        Wait.Until(() => director.Status()?.Ipvs.ForeignRemoved == 2, "the count", () => Table(_hosts.First) + director.Log);
        Assert.Equal(Ours + theirs, Table(_hosts.First));
        Assert.Equal(0, neighbour.Report().Ipvs.Drift);
    }

    public void Dispose() => _hosts.Dispose();

    private static string Table(string host) => TwoHosts.On(host, "ipvsadm", "-Sn").Output;

    private (int Code, string Output) Inside(params string[] command) => TwoHosts.On(_hosts.First, command);

    private void Restore(string table)
    {
        string file = Path.Combine(_hosts.Folder, "foreign");
        File.WriteAllText(file, table);
        Assert.Equal(0, Inside("sh", "-c", $"ipvsadm -R < {file}").Code);
    }
}
