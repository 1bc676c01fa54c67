using System.Net.Sockets;
using System.Text;
using HaDirector.Linux.Tests.Network;
using HaDirector.VrrpProcess;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class SupervisorTests
{
    [NamespaceFact]
    public void A_killed_director_process_is_started_again_and_nobody_else_notices()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100));
        b.WaitForState("Backup");
        long since = a.Number("Status web Master", "at");
        int first = a.DirectorId;

        for (int i = 0; i < 2; i++)
        {
            int before = a.DirectorId;
            Command.Run("kill", "-KILL", $"{before}");
            Wait.Until(() => a.DirectorId != before, () => "not started again");
            int answers = i + 2;
            Wait.Until(() => a.Heard.Count(line => line == "PlanApplied epoch=1") == answers, () => "the plan is not answered");
        }

        Assert.Contains(a.Heard, line => line.StartsWith("Started", StringComparison.Ordinal) && line.EndsWith("restarted=1", StringComparison.Ordinal));
        Assert.NotEqual(first, a.DirectorId);
        Assert.Equal(since, a.Number("Status web Master", "at"));
        Assert.Equal(1, a.Number("Status web Master", "became"));
        Assert.Equal(0, b.Number("Status web Backup", "became"));
        Assert.True(lan.Holds("a", "192.0.2.80"));
    }

    [NamespaceFact]
    public void What_happens_while_no_director_process_listens_is_printed()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        a.Plan = "refuse"; // each new director process ends at once: after the first plan that ends nothing
        Command.Run("kill", "-KILL", $"{a.DirectorId}");
        Wait.Until(() => !Directory.Exists($"/proc/{a.DirectorId}"), () => "still there");
        Thread.Sleep(500);
        lan.Ip("net", "link set a-0 down");
        Wait.Until(() => !lan.Holds("a", "192.0.2.80"), () => "the address stays");
        a.Stop();
        Assert.Contains("router web: master → fault: the interface cannot be used", a.Error, StringComparison.Ordinal);
        Assert.Matches("<3>the director process \\d+ ended \\((137|78)\\)", a.Error);
    }

    [NamespaceFact]
    public void A_configuration_that_is_refused_at_the_start_ends_the_process()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", "refuse");
        Assert.Equal(VrrpProcessOptions.ExitConfigurationRefused, a.WaitForEnd());
    }

    [NamespaceFact]
    public void A_hangup_asks_the_director_process_to_read_its_configuration_again()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        a.Signal("HUP");
        a.WaitFor("Reload");
        Assert.Equal(1, a.Number("Status web Master", "became"));
    }

    [NamespaceFact]
    public void The_service_manager_hears_when_it_is_ready_alive_and_stopping()
    {
        using Lan lan = new("a");
        string path = Path.Combine(Path.GetTempPath(), $"hd-notify-{Environment.ProcessId}");
        File.Delete(path);
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        manager.ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds;
        try
        {
            Dictionary<string, string> environment = new() { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "400000" };
            using Host a = new(lan, "a", Host.Router(150), environment);
            List<string> states = [];
            while (!states.Contains("READY=1") || states.Count(state => state == "WATCHDOG=1") < 3) Receive(manager, states);
            a.WaitFor("PlanApplied"); // ready means that a plan is in force; the director process writes it down in its own time

            // A stopped process is not fed for: the manager would end it.
            a.Signal("STOP");
            manager.ReceiveTimeout = 1000;
            Assert.Throws<SocketException>(() => ReceiveForEver(manager, states));
            a.Signal("CONT");

            manager.ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds;
            a.Signal("TERM");
            while (!states.Contains("STOPPING=1")) Receive(manager, states);
            Assert.Equal(0, a.WaitForEnd());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void ReceiveForEver(Socket manager, List<string> states)
    {
        while (true) Receive(manager, states);
    }

    private static void Receive(Socket manager, List<string> states)
    {
        byte[] buffer = new byte[4096];
        states.AddRange(Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer)).Split('\n'));
    }
}
