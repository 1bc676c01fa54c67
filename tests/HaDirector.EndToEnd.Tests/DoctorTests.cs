using System.Text.Json;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>hadirector doctor: which nets this host has.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void It_tries_the_fence_really_and_leaves_nothing_behind()
    {
        (int code, Dictionary<string, string> verdicts) = Ask();
        (int nft, string rules) = TwoHosts.Nft(_hosts.First, "list ruleset");

        Assert.Equal(0, nft);
        Assert.Equal("", rules);
        Assert.Equal("good", verdicts["fence"]);
        Assert.Equal("good", verdicts["lifetimes"]);
        Assert.Equal(verdicts.ContainsValue("missing") ? 1 : 0, code);
    }

    [RootFact]
    public void It_says_when_nft_cannot_be_run()
    {
        (int code, Dictionary<string, string> verdicts) = Ask("unshare", "-m", "sh", "-c", "mount --bind /dev/null /usr/sbin/nft && exec \"$@\"", "sh");

        Assert.Equal(1, code);
        Assert.Equal("missing", verdicts["fence"]);
    }

    [RootFact]
    public void It_has_advice_for_people()
    {
        (_, string text) = TwoHosts.On(_hosts.First, RunningDirector.Executable, "doctor");

        Assert.Matches(@"(?m)^good    fence: /\S*nft and the egress hook of this kernel work$", text);
        Assert.Matches(@"(?m)^note    net\.ipv4\.ip_forward: 0\n        .*sysctl -w", text);
    }

    public void Dispose() => _hosts.Dispose();

    private (int Code, Dictionary<string, string> Verdicts) Ask(params string[] around)
    {
        (int code, string text) = TwoHosts.On(_hosts.First, [.. around, RunningDirector.Executable, "doctor", "--format", "json"]);
        using JsonDocument document = JsonDocument.Parse(text);
        return (code, document.RootElement.GetProperty("findings").EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!, finding => finding.GetProperty("verdict").GetString()!));
    }
}
