using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>What this host owes its checks: programs that may be run, certificates that can be read.</summary>
public sealed class CheckFileTests : IDisposable
{
    private readonly TwoHosts _hosts = new();
    private readonly string _folder = Directory.CreateDirectory("/run/hd-e2e-" + Guid.NewGuid().ToString("N")).FullName; // what root runs is not in /tmp

    [RootFact]
    public void A_program_of_wrong_rights_is_a_condition_at_the_start_and_at_a_reload_and_never_a_verdict()
    {
        string program = Path.Combine(_folder, "check.sh"), missing = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(program, "#!/bin/sh\nexit 0\n");
        Rights(program, execute: false);
        Configure($"script: {{ command: [ {program} ] }}");
        RunningDirector director = _hosts.Start("lb01");
        Message(director, text => text.Contains(program, StringComparison.Ordinal) && text.Contains("cannot be run", StringComparison.Ordinal));
        Wait.Until(() => Server(director).Check?.LastResult?.Contains("cannot be run", StringComparison.Ordinal) == true, "the try's own words", () => director.Log);
        Assert.Equal("unknown", Server(director).Verdict);

        Rights(program, execute: true);
        Wait.Until(() => Server(director).Verdict == "up", "the server up", () => director.Log);
        Message(director, text => text.Length == 0);

        Configure($"tls: {{ ca_file: {missing} }}");
        RunningDirector.Signal(director.VrrpProcess, "HUP");
        Message(director, text => text.StartsWith(missing + " cannot be read: no such file", StringComparison.Ordinal));

        Configure("tcp: {}");
        RunningDirector.Signal(director.VrrpProcess, "HUP");
        Message(director, text => text.Length == 0);
    }

    public void Dispose()
    {
        _hosts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Configure(string kind) => _hosts.Configure(rest: $$"""
        services:
          web:
            address: tcp://192.0.2.80:80
            forwarding: nat
            servers: [ { address: "127.0.0.1:8001", check: { {{kind}}, interval: 1s, timeout: 900ms } } ]
        """);

    private static HaDirector.Control.ServerReport Server(RunningDirector director) => director.Report().Services[0].Servers[0];

    private static void Rights(string path, bool execute) =>
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (execute ? UnixFileMode.UserExecute : UnixFileMode.None));

    private static void Message(RunningDirector director, Func<string, bool> wanted) => Wait.Until(
        () => director.Status() is { } status && wanted(status.Conditions.FirstOrDefault(condition => condition.Name == "check-cannot-run")?.Message ?? ""),
        "the condition", () => director.Log);
}
