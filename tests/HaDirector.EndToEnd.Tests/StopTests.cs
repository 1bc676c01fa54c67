using System.Net.Sockets;
using System.Text;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>Start and stop as a service manager sees them.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void SIGTERM_resigns_first_and_cleans_up_then()
    {
        _hosts.Configure();
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        int director = master.DirectorProcess;

        RunningDirector.Signal(master.VrrpProcess, "TERM");

        Assert.Equal(0, master.WaitForEnd());
        backup.WaitForState("master");
        Assert.Equal("master_resigned", backup.Report().Routers[0].Reason);
        Assert.False(TwoHosts.Holds(_hosts.First));
        Assert.False(RunningDirector.Lives(director));
        Assert.False(File.Exists(master.ControlSocket));
        int resigned = master.Log.IndexOf("master → initialize: stopped", StringComparison.Ordinal);
        Assert.InRange(resigned, 0, master.Log.IndexOf("info  stopping", StringComparison.Ordinal));
    }

    [RootFact]
    public void A_stop_that_takes_its_time_is_no_stall()
    {
        _hosts.Configure();
        (RunningDirector master, _) = _hosts.StartBoth();

        RunningDirector.Signal(master.VrrpProcess, "TERM");
        master.WaitForLog("master → initialize: stopped");
        if (Shell.Run("kill", ["-s", "STOP", $"{master.VrrpProcess}"]).Code == 0) // else it was over already
        {
            Thread.Sleep(2000); // several times what counts as a stall
            RunningDirector.Signal(master.VrrpProcess, "CONT");
        }

        Assert.Equal(0, master.WaitForEnd());
        Assert.DoesNotContain("no sign of life", master.Log, StringComparison.Ordinal);
        master.WaitForLog("info  stopped");
    }

    [RootFact]
    public void The_service_manager_hears_ready_watchdog_and_stopping()
    {
        _hosts.Configure();
        string path = Path.Combine(_hosts.Folder, "notify");
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds };
        manager.Bind(new UnixDomainSocketEndPoint(path));

        RunningDirector director = _hosts.Start("lb01", ("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "400000"));
        HearUntil(manager, "READY=1");
        director.WaitForState("master");
        HearUntil(manager, "WATCHDOG=1");
        HearUntil(manager, "WATCHDOG=1");
        // A director process that is away does not starve the watchdog: the pair is safe without it.
        RunningDirector.Signal(director.DirectorProcess, "KILL");
        HearUntil(manager, "WATCHDOG=1");
        RunningDirector.Signal(director.VrrpProcess, "TERM");
        HearUntil(manager, "STOPPING=1");
        Assert.Equal(0, director.WaitForEnd());
    }

    [RootFact]
    public void A_refused_configuration_ends_the_start_with_its_findings()
    {
        _hosts.Configure(more: "  web2: { virtual_router_id: 51, interfase: eth0 }");

        RunningDirector director = _hosts.Start("lb01");

        Assert.Equal(78, director.WaitForEnd());
        Assert.Matches(@"hadirector\.yaml:\d+:\d+: error HAD\d+: .*interfase", director.Log);
        Assert.False(TwoHosts.Holds(_hosts.First));
    }

    public void Dispose() => _hosts.Dispose();

    private static void HearUntil(Socket manager, string wanted)
    {
        byte[] datagram = new byte[4096];
        string heard;
        do heard = Encoding.UTF8.GetString(datagram, 0, manager.Receive(datagram));
        while (!heard.Split('\n').Contains(wanted));
    }
}
