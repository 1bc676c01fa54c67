using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

/// <summary>10,000 services of 10 servers are an ordinary case: what is counted here is work, not time.</summary>
public class ScaleTests
{
    private const int Services = 10_000, Servers = 10;

    [Fact]
    public void From_text_to_table_and_one_verdict_through_it_at_full_size()
    {
        byte[] text = LargeFile.Write(Services, Servers, withCheck: true);
        Plan plan = Load(text), again = Load(text);
        Assert.Equal(Services * Servers, plan.Services.Sum(service => service.Servers.Count));
        Assert.Empty(PlanDiff.Between(plan, again));

        ServiceMachine machine = Machine(plan);
        CheckSpec[] checks = [.. machine.Checks];
        Assert.Equal(Services * Servers, checks.Length);
        foreach (CheckSpec check in checks) machine.Observe(check, Verdict.Up, T0);
        machine.Tick(T0);
        IpvsTable full = machine.Desired;
        Assert.True(machine.IsSettled);
        Assert.Equal(Services * Servers, full.Services.Values.Sum(service => service.Destinations.Count));
        Assert.Equal(Services, machine.TakeTouched().Count);

        // A reload of the same text is the same table, the very object, so nobody has to compare.
        Dictionary<CheckSpec, Verdict> board = checks.ToDictionary(check => check, _ => Verdict.Up);
        machine.Reload(again, check => board[check], T0);
        Assert.Same(full, machine.Desired);
        machine.TakeTouched();

        // One verdict is one other service of 10,000.
        CheckSpec failed = checks[(4321 * Servers) + 3];
        _ = Cost(machine, failed, Verdict.Down);
        _ = Cost(machine, failed, Verdict.Up);
        IpvsTable before = machine.Desired;
        machine.TakeTouched();
        Assert.InRange(Cost(machine, failed, Verdict.Down), 0, 100_000);
        ServiceKey[] others = [.. machine.Desired.Services.Where(pair => !ReferenceEquals(pair.Value, before.Services[pair.Key])).Select(pair => pair.Key)];
        Assert.Equal(plan.Services[4321].Key, Assert.Single(others));
        Assert.Equal(plan.Services[4321].Name, Assert.Single(machine.TakeTouched()).Service);
        Assert.Single(Reconciler.Diff(machine.Desired, before, static _ => true));
    }

    [Fact]
    public void A_pool_of_thousands_that_fails_in_one_moment_is_decided_once()
    {
        const int servers = 5_000;
        Plan plan = Of(Service([.. Enumerable.Range(1, servers).Select(number => Server(number))])) with { MassFailure = MassFailureSpec.Default with { Hold = false } };
        ServiceMachine machine = Machine(plan);
        CheckSpec[] checks = [.. machine.Checks];
        foreach (CheckSpec check in checks) machine.Observe(check, Verdict.Up, T0);
        _ = machine.Desired;
        machine.TakeTouched();

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (CheckSpec check in checks)
        {
            Assert.Equal(check == checks[^1], machine.IsLast(check)); // asked of each that fails
            machine.Observe(check, Verdict.Down, T0);
        }
        IpvsTable empty = machine.Desired;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.All(empty.Services[Web].Destinations.Values, server => Assert.Equal(0, server.Weight));
        Assert.Single(machine.TakeTouched());
        Assert.InRange(allocated, 0, servers * 20_000L); // a decision is more than a hundred bytes for each server: 5,000 of them would be gigabytes
    }

    private static Plan Load(byte[] text)
    {
        LoadResult result = ConfigFile.Load(text, "big.yaml", null);
        Assert.Empty(result.Diagnostics);
        return result.Plan!;
    }

    private static long Cost(ServiceMachine machine, CheckSpec check, Verdict verdict)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        machine.Observe(check, verdict, T0);
        machine.Tick(T0);
        _ = machine.Desired;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
