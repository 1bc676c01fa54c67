using HaDirector.Link.Record;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;

namespace HaDirector.Tests.Link;

public sealed class RoleRecordTests
{
    private static readonly Guid Boot = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly VirtualRouterSpec Spec = new(
        "web", "eth0", 51, 150, new Centiseconds(100), Preempt: true, ChecksumForm.Rfc5798, [new IpPrefix(IpAddress.Parse("192.0.2.80"), 24)]);

    private static readonly RoleEntry Web = new(HelloRouter.Hash("web"), 51, IpFamily.V4, VrrpState.Master, 150, new Centiseconds(100), new Instant(5_000_000_000));
    private static readonly RoleEntry Db = Web with { Name = HelloRouter.Hash("db"), VirtualRouterId = 52, Family = IpFamily.V6, State = VrrpState.Backup };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_is_read(bool clean)
    {
        byte[] file = Write(clean, Web, Db);
        Assert.Equal([Web, Db], RoleRecord.Read(file, Boot, out bool wasClean));
        Assert.Equal(clean, wasClean);
        byte[] longer = [.. file, .. new byte[24]]; // of more routers, before
        Assert.Equal(2, RoleRecord.Read(longer, Boot, out _).Count);
    }

    [Fact]
    public void Another_boot_tells_nothing_and_no_record_is_no_crash()
    {
        Assert.Empty(RoleRecord.Read(Write(clean: false, Web), Guid.NewGuid(), out bool clean));
        Assert.True(clean);
        Assert.Empty(RoleRecord.Read([], Boot, out clean));
        Assert.True(clean);
    }

    [Fact]
    public void Whatever_is_not_sound_tells_of_a_crash_and_of_no_router()
    {
        byte[] file = Write(clean: true, Web, Db);
        for (int length = 1; length < file.Length; length++)
        {
            Assert.Empty(RoleRecord.Read(file.AsSpan(0, length), Boot, out bool clean));
            Assert.False(clean);
        }

        for (int at = 0; at < file.Length; at++)
        {
            byte[] bad = [.. file];
            bad[at] ^= 0x10;
            Assert.Empty(RoleRecord.Read(bad, Boot, out bool clean));
            Assert.False(clean);
        }
    }

    [Fact]
    public void A_router_is_the_same_when_name_id_family_and_interval_are_and_unmissed_for_three_intervals()
    {
        Assert.True(Web.IsOf(Spec));
        Assert.False(Web.IsOf(Spec with { Name = "db" }));
        Assert.False(Web.IsOf(Spec with { VirtualRouterId = 52 }));
        Assert.False(Web.IsOf(Spec with { AdvertInterval = new Centiseconds(50) }));
        Assert.False(Web.IsOf(Spec with { Addresses = [new IpPrefix(IpAddress.Parse("2001:db8::80"), 64)] }));
        Assert.Equal(new Instant(8_000_000_000), Web.UnmissedUntil);
    }

    private static byte[] Write(bool clean, params RoleEntry[] routers)
    {
        byte[] file = new byte[RoleRecord.Size(routers.Length)];
        Assert.Equal(file.Length, RoleRecord.Write(file, Boot, clean, routers));
        return file;
    }
}
