using HaDirector.Engine;
using HaDirector.Engine.Pools;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

public class ServiceRowsTests
{
    [Fact]
    public void It_is_a_dictionary_in_the_order_of_the_file_and_a_changed_one_leaves_the_other_as_it_was()
    {
        ServiceKey[] keys = [.. Enumerable.Range(0, 500).Select(i => ServiceKey.Mark((uint)(1000 - i), IpFamily.V4))];
        VirtualService[] services = [.. keys.Select(_ => Empty())];
        ServiceRows before = new(keys, services);
        VirtualService other = Empty();
        ServiceRows after = before.With([(3, other), (131, other), (499, other)]);
        Assert.Equal(keys, after.Keys);
        Assert.Equal(keys, after.Select(pair => pair.Key));
        for (int i = 0; i < keys.Length; i++)
        {
            Assert.Same(services[i], before[keys[i]]);
            Assert.Same(i is 3 or 131 or 499 ? other : services[i], after[keys[i]]);
            Assert.True(after.TryGetValue(keys[i], out _) && after.ContainsKey(keys[i]));
        }
        Assert.Equal(after.Values, after.Select(pair => pair.Value));
        Assert.False(after.TryGetValue(ServiceKey.Mark(7, IpFamily.V6), out _));
    }

    [Fact]
    public void One_verdict_among_thousands_of_services_costs_its_own_pool()
    {
        Plan plan = Of([.. Enumerable.Range(0, 5000).Select(i => Service(Server((2 * i) + 1), Server((2 * i) + 2)) with { Name = $"s{i}", Key = ServiceKey.Mark((uint)i + 1, IpFamily.V4) })]);
        ServiceMachine machine = Machine(plan);
        foreach (CheckSpec check in machine.Checks.ToArray()) machine.Observe(check, Verdict.Up, T0);
        machine.TakeTouched();
        machine.Observe(CheckOf(Server(999)), Verdict.Down, T0); // the first makes what later ones need
        IpvsTable before = machine.Desired;

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        machine.Observe(CheckOf(Server(999)), Verdict.Up, T0);
        IpvsTable after = machine.Desired;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.InRange(allocated, 0, 20_000);
        Assert.Equal("s499", Assert.Single(machine.TakeTouched()).Service);
        int same = after.Services.Count(pair => ReferenceEquals(pair.Value, before.Services[pair.Key]));
        Assert.Equal(4999, same);
    }

    private static VirtualService Empty() => new(new ServiceSpec("rr", ServiceFlags.None, 0, 32), new Dictionary<IpEndpoint, DestinationSpec>());
}
