using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class AllocationTests
{
    private static readonly uint Kinds = (uint)Enum.GetValues<VrrpEventKind>().Length;

    [Fact]
    public void A_hundred_thousand_steps_of_every_kind_allocate_nothing()
    {
        var instance = new VrrpInstance(Rig.Spec(addresses: "192.0.2.80/24 192.0.2.81/24"));
        VirtualRouterSpec other = Rig.Spec(priority: 120, addresses: "192.0.2.80/24 192.0.2.82/24");
        VirtualRouterSpec first = instance.Spec;
        var actions = new VrrpActions();
        var entered = new int[4];
        Walk(instance, first, other, actions, 2000, entered);
        Array.Clear(entered);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(instance, first, other, actions, 100_000, entered);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, Allocation.Noise);
        Assert.All(entered, count => Assert.InRange(count, 100, int.MaxValue));
    }

    private static void Walk(
        VrrpInstance instance, VirtualRouterSpec first, VirtualRouterSpec other, VrrpActions actions, int steps, int[] entered)
    {
        var now = new Instant(0);
        uint dice = 1;
        for (int i = 0; i < steps; i++)
        {
            dice = (dice * 1664525) + 1013904223;
            VrrpEventKind kind = ((dice >> 8) % 16) switch
            {
                < 4 => VrrpEventKind.TimeReached,
                < 12 => VrrpEventKind.Heard,
                12 => VrrpEventKind.Shutdown,
                13 => VrrpEventKind.InterfaceUnusable,
                14 => VrrpEventKind.InterfaceUsable,
                _ => (VrrpEventKind)((dice >> 16) % Kinds),
            };
            now = kind == VrrpEventKind.TimeReached && instance.NextDeadline != Instant.Never && instance.NextDeadline > now
                ? instance.NextDeadline : now + TimeSpan.FromMilliseconds(1);
            var advert = new Advert(Rig.Vrid, (byte)(dice >> 24), new Centiseconds(1 + (int)(dice & 63)), IpAddress.FromV4(0xC000020A + (dice & 3)));
            instance.Step(new VrrpEvent(kind, advert), now, actions);
            for (int a = 0; a < actions.Count; a++)
            {
                if (actions[a].Kind == VrrpActionKind.Entered) entered[(int)actions[a].To]++;
            }

            if (i % 64 == 0) instance.TryAdopt(i % 128 == 0 ? other : first, now, actions);
        }
    }
}
