using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>hadirector plan and apply on a kernel with ip_vs: what is told of its table, and what its refusal brings about.</summary>
[Trait("lab", "guest")]
public sealed class ApplyKernelTests : IDisposable
{
    private const string Services = """
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: wrr
            forwarding: dr
            servers:
              - { address: 192.0.2.21, weight: 3 }
              - { address: 192.0.2.22 }
        """;

    private const string Ours = """
        -A -t 192.0.2.80:80 -s wrr
        -a -t 192.0.2.80:80 -r 192.0.2.21:80 -g -w 3
        -a -t 192.0.2.80:80 -r 192.0.2.22:80 -g -w 1

        """;

    private const string Foreign = "-A -t 203.0.113.1:443 -s rr\n";

    private readonly TwoHosts _hosts = new();

    [IpvsFact]
    public void A_plan_tells_the_operations_and_a_kernel_that_refuses_brings_the_plan_of_before_back()
    {
        _hosts.Configure(rest: Services);
        RunningDirector director = _hosts.Start("lb01");
        director.WaitForState("master");
        Wait.Until(() => Table() == Ours, "the table", () => Table() + director.Log);

        string draft = Draft(Services.Replace("weight: 3", "weight: 5", StringComparison.Ordinal));
        (int code, string said) = Verb(director, "plan", draft);
        Assert.Equal(0, code);
        Assert.Contains("kernel's table: 1 operation\n  edit server 192.0.2.21:80 of tcp://192.0.2.80:80 weight 5", said, StringComparison.Ordinal);
        Assert.Contains("kernel's table: 0 operations", Verb(director, "plan", _hosts.ConfigPath).Output, StringComparison.Ordinal);
        (code, said) = PairOfHosts.On(_hosts.First, RunningDirector.Executable, "plan", draft, "--director", "lb01", "--run-dir", Path.Combine(_hosts.Folder, "nobody"));
        Assert.Contains("no director runs here", said, StringComparison.Ordinal);
        Assert.Contains("kernel's table: 1 operation (as if every server were up)", said, StringComparison.Ordinal);

        (code, said) = Verb(director, "apply", Draft(Services.Replace("wrr", "twos", StringComparison.Ordinal)), "--watch", "2m");
        Assert.Equal(1, code);
        Assert.Contains("rolled back, the configuration of before is in force: the kernel refuses changes of its table", said, StringComparison.Ordinal);
        Wait.Until(() => Table() == Ours, "the table of before", () => Table() + director.Log);

        draft = Draft(Services.Replace("weight: 3", "weight: 5", StringComparison.Ordinal));
        (code, said) = Verb(director, "apply", draft, "--watch", "0");
        Assert.True(code == 0, said + director.Log);
        Assert.Equal(Ours.Replace("-w 3", "-w 5", StringComparison.Ordinal), Table()); // the kernel's loop has said that it followed
    }

    [IpvsFact]
    public void A_plan_tells_of_services_of_others_and_of_those_that_leave_what_will_be_done()
    {
        Assert.Equal(0, PairOfHosts.On(_hosts.First, "ipvsadm", "-A", "-t", "203.0.113.1:443", "-s", "rr").Code);
        string drained = Services.Replace("    scheduler: wrr", "    scheduler: wrr\n    drain: 10m", StringComparison.Ordinal);
        _hosts.Configure(rest: drained);
        RunningDirector director = _hosts.Start("lb01");
        director.WaitForState("master");
        Wait.Until(() => Table() == Ours + Foreign, "the table", () => Table() + director.Log);

        // The service moves: its old address stays and serves until the new one has a server, which it has at once.
        string said = Verb(director, "plan", Draft(drained.Replace("192.0.2.80:80", "192.0.2.80:81", StringComparison.Ordinal))).Output;
        Assert.Contains("weight 0", said, StringComparison.Ordinal);
        Assert.DoesNotContain("remove", said[said.IndexOf("kernel's table", StringComparison.Ordinal)..], StringComparison.Ordinal);

        string draft = Draft(drained + "\nipvs: { foreign: remove }");
        Assert.Contains("kernel's table: 1 operation\n  remove service tcp://203.0.113.1:443", Verb(director, "plan", draft).Output, StringComparison.Ordinal);
        string[] nobody = ["plan", draft, "--director", "lb01", "--run-dir", Path.Combine(_hosts.Folder, "nobody")];
        Assert.Contains("remove service tcp://203.0.113.1:443", PairOfHosts.On(_hosts.First, [RunningDirector.Executable, .. nobody]).Output, StringComparison.Ordinal);
        (int code, said) = Verb(director, "apply", draft, "--watch", "0");
        Assert.True(code == 0, said + director.Log);
        Wait.Until(() => Table() == Ours, "the end of the other's service", () => Table() + director.Log);
    }

    public void Dispose() => _hosts.Dispose();

    private string Draft(string services)
    {
        string inPlace = File.ReadAllText(_hosts.ConfigPath), draft = Path.Combine(_hosts.Folder, "draft.yaml");
        _hosts.Configure(rest: services);
        File.Move(_hosts.ConfigPath, draft, overwrite: true);
        File.WriteAllText(_hosts.ConfigPath, inPlace);
        return draft;
    }

    private string Table() => PairOfHosts.On(_hosts.First, "ipvsadm", "-Sn").Output;

    private static (int Code, string Output) Verb(RunningDirector director, params string[] words) =>
        Shell.Run(RunningDirector.Executable, [.. words, "--run-dir", director.RunDirectory]);
}
