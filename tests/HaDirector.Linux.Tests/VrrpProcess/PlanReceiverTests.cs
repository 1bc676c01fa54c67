using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Link;
using HaDirector.VrrpProcess;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class PlanReceiverTests
{
    private readonly PlanReceiver _receiver = new();
    private readonly byte[] _bytes = new byte[LinkMessage.Size];

    [Fact]
    public void A_whole_plan_becomes_specs_in_order()
    {
        Assert.Null(Begin(2));
        Assert.Null(Router("web", 51, addresses: 2, flags: 0b011));
        Assert.Null(Address("192.0.2.80", 24));
        Assert.Null(Address("192.0.2.81", 32));
        Assert.Null(Router("mail", 52, addresses: 1, flags: 0));
        Assert.Null(Address("192.0.2.90", 24));
        RealTimePlan? plan = Send(LinkMessageKind.PlanCommit);

        Assert.NotNull(plan);
        Assert.Null(_receiver.TakeRefusal());
        Assert.Equal(7u, plan.Epoch);
        Assert.Equal(["web", "mail"], plan.Routers.Select(router => router.Name));
        VirtualRouterSpec web = plan.Routers[0];
        Assert.True(web is { Interface: "eth0", VirtualRouterId: 51, Priority: 100, Preempt: true, Checksum: ChecksumForm.Rfc9568, AdvertInterval.Value: 10 });
        Assert.Equal(["192.0.2.80/24", "192.0.2.81/32"], web.Addresses.Select(address => address.ToString()));
        Assert.True(plan.Routers[1] is { Preempt: false, Checksum: ChecksumForm.Rfc5798 });
    }

    [Fact]
    public void A_plan_without_routers_is_a_plan()
    {
        Begin(0);
        Assert.Empty(Send(LinkMessageKind.PlanCommit)!.Routers);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("priority")]
    [InlineData("interval")]
    [InlineData("longInterval")]
    [InlineData("interface")]
    [InlineData("addresses")]
    [InlineData("checksum")]
    [InlineData("epoch")]
    public void A_router_that_is_not_sound_refuses_the_whole_plan(string what)
    {
        Begin(1);
        LinkMessage router = Fill("web", 51, 1, 0);
        if (what == "id") router.VirtualRouterId = 0;
        if (what == "priority") router.Priority = 0;
        if (what == "interval") router.IntervalCentiseconds = 0;
        if (what == "longInterval") router.IntervalCentiseconds = 4096;
        if (what == "interface") router.Interface = "";
        if (what == "addresses") router.Count = 65;
        if (what == "checksum") router.Flags = 0b100;
        if (what == "epoch") router.Epoch = 8;
        Assert.Null(_receiver.Take(router));
        Assert.NotNull(_receiver.TakeRefusal());
        Assert.Null(Address("192.0.2.80", 24));
        Assert.Null(Send(LinkMessageKind.PlanCommit));
        Assert.Null(_receiver.TakeRefusal()); // said once
    }

    [Theory]
    [InlineData("0.0.0.0", 24)]
    [InlineData("224.0.0.18", 32)]
    [InlineData("192.0.2.80", 33)]
    [InlineData("2001:db8::1", 64)]
    public void An_address_that_cannot_be_refuses_the_plan(string address, byte prefix)
    {
        Begin(1);
        Router("web", 51, 1, 0);
        Address(address, prefix);
        Assert.NotNull(_receiver.TakeRefusal());
    }

    [Fact]
    public void Counts_must_be_met_and_ids_and_addresses_are_given_once()
    {
        Begin(1);
        Assert.Null(Send(LinkMessageKind.PlanCommit));
        Assert.Contains("0 routers where 1", _receiver.TakeRefusal(), StringComparison.Ordinal);

        Begin(1);
        Router("web", 51, 2, 0);
        Address("192.0.2.80", 24);
        Assert.Null(Send(LinkMessageKind.PlanCommit));
        Assert.Contains("1 addresses where 2", _receiver.TakeRefusal(), StringComparison.Ordinal);

        Begin(1);
        Router("web", 51, 2, 0);
        Address("192.0.2.80", 24);
        Address("192.0.2.80", 32);
        Assert.Contains("twice", _receiver.TakeRefusal(), StringComparison.Ordinal);

        Begin(2);
        Router("web", 51, 1, 0);
        Address("192.0.2.80", 24);
        Router("mail", 51, 1, 0);
        Assert.Contains("already", _receiver.TakeRefusal(), StringComparison.Ordinal);

        Begin(PlanReceiver.RoutersMax + 1);
        Assert.NotNull(_receiver.TakeRefusal());
    }

    [Fact]
    public void Whatever_comes_nothing_is_thrown_and_a_later_plan_is_taken()
    {
        Random random = new(7);
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(_bytes);
            _bytes[0] = (byte)random.Next(1, 6);
            _receiver.Take(new LinkMessage(_bytes));
        }

        A_whole_plan_becomes_specs_in_order();
    }

    private RealTimePlan? Begin(int routers)
    {
        LinkMessage message = Empty(LinkMessageKind.PlanBegin);
        message.Count = (uint)routers;
        return _receiver.Take(message);
    }

    private RealTimePlan? Router(string name, byte id, uint addresses, byte flags) => _receiver.Take(Fill(name, id, addresses, flags));

    private LinkMessage Fill(string name, byte id, uint addresses, byte flags)
    {
        LinkMessage message = Empty(LinkMessageKind.Router);
        (message.Name, message.Interface, message.VirtualRouterId, message.Priority) = (name, "eth0", id, 100);
        (message.IntervalCentiseconds, message.Flags, message.Count) = (10, flags, addresses);
        return message;
    }

    private RealTimePlan? Address(string address, byte prefix)
    {
        LinkMessage message = Empty(LinkMessageKind.RouterAddress);
        (message.Address, message.PrefixLength) = (IpAddress.Parse(address), prefix);
        return _receiver.Take(message);
    }

    private RealTimePlan? Send(LinkMessageKind kind) => _receiver.Take(Empty(kind));

    private LinkMessage Empty(LinkMessageKind kind)
    {
        LinkMessage message = new(_bytes);
        message.Clear();
        (message.Kind, message.Epoch) = (kind, 7);
        return message;
    }
}
