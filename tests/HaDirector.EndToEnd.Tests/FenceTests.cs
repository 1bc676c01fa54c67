using HaDirector.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace HaDirector.EndToEnd.Tests;

/// <summary>
/// The nets that hold when every process of a director dies or freezes at once: the fence, and where it cannot be had the kernel lifetime. The first net, the two
/// processes watching each other, is <see cref="VrrpProcessDeathTests"/>; the third, cleanup, is <see cref="CleanupTests"/>.
/// HADIRECTOR_REPETITIONS=30 repeats each case and prints the outages.
/// </summary>
public sealed class FenceTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Repetitions =
        int.TryParse(Environment.GetEnvironmentVariable("HADIRECTOR_REPETITIONS"), out int repetitions) ? repetitions : 1;

    private readonly WatchedHosts _hosts = new();

    /// <summary>Signal, advert interval, address, whether BFD watches the peer; the rest of the combinations only when cases are repeated.</summary>
    public static TheoryData<string, string, string, bool> Cases()
    {
        TheoryData<string, string, string, bool> cases = new()
        {
            { "KILL", "1s", WatchedHosts.Vip, true },
            { "KILL", "100ms", WatchedHosts.Vip6, false },
            { "KILL", "10ms", WatchedHosts.Vip, false },
            { "STOP", "1s", WatchedHosts.Vip, false },
            { "STOP", "100ms", WatchedHosts.Vip, true },
            { "STOP", "10ms", WatchedHosts.Vip6, false },
        };
        if (Repetitions == 1) return cases;
        cases.Add("KILL", "1s", WatchedHosts.Vip, false);
        cases.Add("KILL", "100ms", WatchedHosts.Vip, false);
        cases.Add("STOP", "1s", WatchedHosts.Vip, true);
        cases.Add("STOP", "100ms", WatchedHosts.Vip, false);
        cases.Add("STOP", "10ms", WatchedHosts.Vip, false);
        return cases;
    }

    [RootTheory]
    [MemberData(nameof(Cases))]
    public void Two_directors_never_answer_whatever_died_or_froze(string signal, string interval, string address, bool bfd)
    {
        _hosts.Configure(
            interval,
            address: address == WatchedHosts.Vip ? address + "/24" : $"fe80::80/64, {address}/64",
            more: bfd ? "bfd: peer" : "",
            rest: bfd ? "bfd: { peer: { interface: eth0, interval: 10ms, multiplier: 3 } }" : "");
        string first = WatchedHosts.Ethernet(_hosts.First), second = WatchedHosts.Ethernet(_hosts.Second);
        List<double> outages = [];
        for (int i = 0; i < Repetitions; i++)
        {
            (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
            if (bfd) Wait.Until(() => backup.Status()?.Sessions is [{ State: "up" }], "the session to come up", () => backup.Log);
            using AnswerWatch watch = new(_hosts.Watcher, address);
            Wait.Until(() => watch.Holder == first, "lb01 to answer", () => master.Log);
            int directorProcess = master.DirectorProcess;

            WatchedHosts.SignalAll(master, signal, directorProcess);
            Wait.Until(() => watch.Answers.Count(answer => answer.Host == second) > 20, "lb02 to answer", () => backup.Log);
            Assert.Equal([first, second], watch.Holders);
            outages.Add(Outage(watch, second));
            if (signal == "STOP") GoOn(master, directorProcess, backup, watch);
            Assert.Equal([first, second], watch.Holders); // it neither answers beside the other nor takes the role back

            _hosts.End(master);
            _hosts.End(backup);
            foreach ((string host, _) in _hosts.Numbers) WatchedHosts.On(host, RunningDirector.Executable, "cleanup");
        }

        output.WriteLine($"{signal} {interval} {address}{(bfd ? " BFD" : "")}: outage ms {string.Join(' ', outages.Order().Select(outage => outage.ToString("F0")))}");
    }

    [RootFact]
    public void The_traffic_of_a_lone_director_goes_on_when_its_processes_die()
    {
        _hosts.Configure("100ms");
        RunningDirector lone = _hosts.Start("lb01");
        lone.WaitForState("master");
        using AnswerWatch watch = new(_hosts.Watcher, WatchedHosts.Vip);
        Wait.Until(() => watch.Holder.Length > 0, "an answer", () => lone.Log);

        WatchedHosts.SignalAll(lone, "KILL", lone.DirectorProcess);
        lone.WaitForEnd();

        Thread.Sleep(4000); // longer than any lease and any lifetime
        int answers = watch.Answers.Count;
        Wait.Until(() => watch.Answers.Count > answers + 10, "answers for the address of the lone director", () => lone.Log);
    }

    [RootFact]
    public void Whose_peer_went_is_not_fenced_any_more_and_is_again_when_it_comes_back()
    {
        _hosts.Configure("100ms");
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();

        _hosts.End(backup);
        Wait.Until(() => !WatchedHosts.IsClosed(_hosts.First), "the fence to open", () => master.Log);
        using AnswerWatch watch = new(_hosts.Watcher, WatchedHosts.Vip);
        Wait.Until(() => watch.Answers.Count > 20, "answers", () => master.Log);

        _hosts.Start("lb02");
        Wait.Until(() => WatchedHosts.IsClosed(_hosts.First), "the fence to close", () => master.Log);
        int answers = watch.Answers.Count;
        Wait.Until(() => watch.Answers.Count > answers + 20, "answers", () => master.Log);
    }

    [RootFact]
    public void Without_the_fence_the_kernel_takes_the_address_off()
    {
        _hosts.Configure("100ms", fence: "always");
        RunningDirector master = _hosts.Start("lb01", nft: false);
        master.WaitForState("master");
        master.WaitForLog("the fence cannot be had");

        WatchedHosts.SignalAll(master, "KILL", master.DirectorProcess);

        Wait.Until(() => !TwoHosts.Holds(_hosts.First), "the end of the address's lifetime", () => master.Log);
    }

    public void Dispose() => _hosts.Dispose();

    // What was frozen goes on where it was; several adverts later everything is as before.
    private static void GoOn(RunningDirector frozen, int directorProcess, RunningDirector master, AnswerWatch watch)
    {
        master.WaitForState("master");
        WatchedHosts.SignalAll(frozen, "CONT", directorProcess);
        int answers = watch.Answers.Count;
        long adverts = master.Report().Routers[0].Counters.AdvertsSent;
        Wait.Until(() => watch.Answers.Count > answers + 100, "more answers", () => frozen.Log + master.Log);
        Wait.Until(() => master.Report().Routers[0].Counters.AdvertsSent > adverts + 3, "more adverts", () => frozen.Log + master.Log);
        Assert.Equal(("master", 1), (master.Report().Routers[0].State, master.Report().Routers[0].Counters.BecameMaster));
    }

    private static double Outage(AnswerWatch watch, string second)
    {
        IReadOnlyList<Answer> answers = watch.Answers;
        int at = answers.TakeWhile(answer => answer.Host != second).Count();
        return (answers[at].At - answers[at - 1].At) / 1e6;
    }
}
