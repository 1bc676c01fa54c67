using System.Text.Json;
using HaDirector.Link;
using HaDirector.Link.Plans;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Tests.Link;

public sealed class PlanTransferTests
{
    private readonly PlanReader _reader = new();

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            RealTimePlan plan = new RandomPlans(new Random(seed)).Plan();
            RealTimePlan? read = Give(Messages(plan));
            Assert.True(read is not null, $"seed {seed}: {_reader.TakeRefusal()}");
            Assert.Equal(Text(plan), Text(read));
        }
    }

    [Fact]
    public void A_plan_without_anything_is_a_plan()
    {
        RealTimePlan? read = Give(Messages(new RealTimePlan(3, [])));
        Assert.True(read is { Epoch: 3, Routers.Count: 0, Peer: null });
        Assert.Null(_reader.TakeRefusal());
    }

    [Fact]
    public void The_most_there_can_be_is_taken()
    {
        VirtualAddress[] addresses = [.. Enumerable.Range(1, VirtualRouterSpec.AddressesMax).Select(i => new VirtualAddress(new IpPrefix(IpAddress.FromV4(0x0A000000u + (uint)i), 24)))];
        VirtualRouterSpec[] routers = [.. Enumerable.Range(0, RealTimePlan.RoutersMax).Select(i => Router() with { Name = $"r{i}", Interface = $"eth{i / 200}", VirtualRouterId = (byte)((i % 200) + 1), Addresses = addresses })];
        Assert.Equal(RealTimePlan.RoutersMax, Give(Messages(new RealTimePlan(1, routers)))?.Routers.Count);
        Assert.Null(Give(Messages(new RealTimePlan(1, [.. routers, Router() with { Interface = "other" }]))));
        Assert.Contains("number of routers 1025", _reader.TakeRefusal(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Unsound => new()
    {
        { "name", "name of 0 bytes" },
        { "text", "cannot be printed" },
        { "interface", "interface of 16 bytes" },
        { "id", "virtual router id 0" },
        { "priority", "priority 0" },
        { "interval", "interval 4096" },
        { "interval 2", "interval 150 with version 2" },
        { "none", "no address" },
        { "many", "number of addresses 65" },
        { "checksum", "checksum form 3" },
        { "version", "version 4" },
        { "version 2", "version 2 with IPv6" },
        { "any", "address 0.0.0.0/24" },
        { "multicast", "address 224.0.0.18/24" },
        { "family", "another family" },
        { "twice", "or twice" },
        { "excluded", "or twice" },
        { "hops", "hop limits 9-8" },
        { "key", "no HMAC key 2" },
        { "secret", "HMAC key of 15 bytes" },
        { "track", "track 0 of 0" },
        { "weight", "weight 254" },
        { "session", "no session other" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void A_router_that_is_not_sound_refuses_the_whole_plan(string what, string reason)
    {
        VirtualRouterSpec router = Router();
        router = what switch
        {
            "name" => router with { Name = "" },
            "text" => router with { Name = "we\nb" },
            "interface" => router with { Interface = "sixteen-letters-" },
            "id" => router with { VirtualRouterId = 0 },
            "priority" => router with { Priority = 0 },
            "interval" => router with { AdvertInterval = new Centiseconds(4096) },
            "interval 2" => router with { Version = 2, AdvertInterval = new Centiseconds(150) },
            "none" => router with { Addresses = [] },
            "many" => router with { Addresses = [.. Enumerable.Repeat(Address("192.0.2.80"), 65)] },
            "checksum" => router with { Checksum = (ChecksumForm)3 },
            "version" => router with { Version = 4 },
            "version 2" => router with { Version = 2, Addresses = [Address("fe80::1")] },
            "any" => router with { Addresses = [Address("0.0.0.0")] },
            "multicast" => router with { Addresses = [Address("224.0.0.18")] },
            "family" => router with { Addresses = [Address("192.0.2.80"), Address("fe80::1")] },
            "twice" => router with { Addresses = [Address("192.0.2.80"), Address("192.0.2.80")] },
            "excluded" => router with { Excluded = router.Addresses },
            "hops" => router with { Peers = [new UnicastPeer(IpAddress.Parse("192.0.2.12"), 9, 8)] },
            "key" => router with { Hmac = Hmac(16, active: 2) },
            "secret" => router with { Hmac = Hmac(15, active: 1) },
            "track" => router with { Tracks = [new TrackUse(0, 1, false)] },
            "weight" => router with { Tracks = [new TrackUse(0, 254, false)] },
            _ => router with { PeerSession = "other" },
        };
        Assert.Null(Give(Messages(new RealTimePlan(1, [router]))));
        Assert.Contains(reason, _reader.TakeRefusal(), StringComparison.Ordinal);
        Assert.Null(_reader.TakeRefusal()); // said once
    }

    [Fact]
    public void Ids_names_and_members_are_there_once()
    {
        Assert.Contains("is there twice", Refusal([Router(), Router() with { VirtualRouterId = 52 }]), StringComparison.Ordinal);
        Assert.Contains("on eth0 already", Refusal([Router(), Router() with { Name = "mail" }]), StringComparison.Ordinal);
        Assert.Null(Refusal([Router(), Router() with { Name = "web/ipv6", Addresses = [Address("fe80::1")] }]));
        Assert.Contains("1 routers", Refusal([Router()], new SyncGroupSpec("g", [0])), StringComparison.Ordinal);
        Assert.Contains("router 1 of 1", Refusal([Router()], new SyncGroupSpec("g", [0, 1])), StringComparison.Ordinal);
        Assert.Contains("in a group already", Refusal([Router()], new SyncGroupSpec("g", [0, 0])), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_come_whole_and_in_order()
    {
        List<byte[]> messages = Messages(new RandomPlans(new Random(5)).Plan());
        Assert.True(messages.Count > 5);
        Assert.Null(Give([.. messages[..2], .. messages[3..]]));
        Assert.Contains("part 2 where 1 was due", _reader.TakeRefusal(), StringComparison.Ordinal);
        Assert.Null(Give([.. messages[..3], messages[^1]]));
        Assert.Contains("were announced", _reader.TakeRefusal(), StringComparison.Ordinal);
        Assert.Null(Give([.. messages[..3], Messages(new RealTimePlan(1, []))[1]]));
        Assert.Contains("inside plan", _reader.TakeRefusal(), StringComparison.Ordinal);
        Assert.NotNull(Give(messages));
    }

    [Fact]
    public void A_length_beyond_the_bound_is_refused_at_once()
    {
        byte[] begin = Messages(new RealTimePlan(1, []))[0];
        _ = new LinkMessage(begin) { Count = PlanReader.BytesMax + 1 };
        Assert.Null(Give([begin]));
        Assert.NotNull(_reader.TakeRefusal());
    }

    [Fact]
    public void Whatever_comes_nothing_is_thrown_and_a_later_plan_is_taken()
    {
        Random random = new(7);
        byte[] noise = new byte[LinkMessage.Size];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(noise);
            noise[0] = (byte)random.Next(1, 6);
            _reader.Take(new LinkMessage(noise));
        }
        for (int seed = 0; seed < 3_000; seed++)
        {
            List<byte[]> messages = Messages(new RandomPlans(random).Plan());
            for (int times = random.Next(1, 4); times > 0; times--)
                messages[random.Next(1, messages.Count)][LinkMessage.Size - LinkMessage.PartMax + random.Next(LinkMessage.PartMax)] = (byte)random.Next(256);
            if (Give(messages) is { } read) Assert.Equal(Text(read), Text(Give(Messages(read))!)); // what is believed is sound
        }

        A_plan_without_anything_is_a_plan();
    }

    [Fact]
    public void Bytes_that_promise_more_than_they_hold_cost_nothing()
    {
        PlanDecoder decoder = new(new byte[] { 0x80, 0x10, 0xFF, 0xFF }); // 1024 routers, and then nothing
        PlanFields.Plan(decoder, new RealTimePlan(1, []));
        Assert.NotNull(decoder.Refusal);
        decoder = new PlanDecoder(Enumerable.Repeat((byte)0xFF, 4096).ToArray());
        Assert.Equal(0, decoder.Number("x", 0, 0, 1));
        Assert.Equal("plan: x is cut short", decoder.Refusal);
    }

    private string? Refusal(VirtualRouterSpec[] routers, params SyncGroupSpec[] groups)
    {
        Give(Messages(new RealTimePlan(1, routers) { Groups = groups }));
        return _reader.TakeRefusal();
    }

    private RealTimePlan? Give(IReadOnlyList<byte[]> messages)
    {
        RealTimePlan? plan = null;
        foreach (byte[] message in messages)
        {
            Assert.Null(plan);
            plan = _reader.Take(new LinkMessage(message));
        }
        return plan;
    }

    private static List<byte[]> Messages(RealTimePlan plan)
    {
        List<byte[]> messages = [];
        PlanWriter writer = new(plan);
        byte[] message = new byte[LinkMessage.Size];
        while (writer.TryWrite(new LinkMessage(message))) messages.Add([.. message]);
        return messages;
    }

    private static string Text(RealTimePlan plan) => JsonSerializer.Serialize(new
    {
        Plan = plan,
        Tracks = plan.Tracks.Cast<object>(), // each with all it has
        Addresses = plan.Routers.Select(router => $"{string.Join(' ', router.Addresses)} {router.Source} {string.Join(' ', router.Peers)} {string.Join(' ', router.Routes)} {string.Join(' ', router.Rules)} {string.Join(' ', router.Excluded)}"),
        Sessions = string.Join(' ', plan.Sessions),
        Peer = plan.Peer is { } peer ? $"{string.Join(' ', peer.Directors)} {peer.Local} {Convert.ToHexString(peer.Key.Span)}" : "",
        Details = string.Join(' ', plan.Tracks),
        Secrets = plan.Routers.SelectMany(router => router.Hmac?.Keys.Select(key => Convert.ToHexString(key.Secret.Span)) ?? []),
    });

    private static HmacSpec Hmac(int secret, byte active) => new(HmacMode.Enforce, [new HmacKey(1, new byte[secret])], active, TimeSpan.FromSeconds(30));

    private static VirtualAddress Address(string text) => new(new IpPrefix(IpAddress.Parse(text), 24));

    private static VirtualRouterSpec Router() => new("web", "eth0", 51, 100, new Centiseconds(10), true, ChecksumForm.Rfc5798, [Address("192.0.2.80")]);
}
