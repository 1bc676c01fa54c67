using HaDirector.Linux.Netlink;
using HaDirector.Netlink;

namespace HaDirector.Linux.Tests.Netlink;

public sealed class KernelWithoutIpvsTests
{
    [Fact]
    public void Opening_never_throws_and_says_why_when_there_is_nothing()
    {
        bool opened = KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why);
        using (kernel)
        {
            Assert.Equal(opened, kernel is not null);
            Assert.Equal(opened, why.Length == 0);
            if (!File.Exists("/proc/net/ip_vs")) Assert.Contains("ip_vs", why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Socket_with_nothing_to_say_does_not_wait()
    {
        using NetlinkSocket socket = new(GenericNetlink.Protocol);
        const int tryAgain = 11;
        Assert.Equal(tryAgain, socket.Receive(out ReadOnlySpan<byte> datagram));
        Assert.True(datagram.IsEmpty);
    }
}
