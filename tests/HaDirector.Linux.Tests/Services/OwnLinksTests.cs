using HaDirector.Daemon.Services;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Services;

/// <summary>An interface of the tests' own namespace: the runtime's list of interfaces is the process's, not the thread's.</summary>
public sealed class OwnLinksTests : IDisposable
{
    private static readonly IpAddress Near = IpAddress.Parse("198.51.100.2"), Far = IpAddress.Parse("203.0.113.2");
    private readonly OwnLinks _links = new(static () => { });

    public OwnLinksTests() => Command.Feed(
        """
        link add hd-own0 type veth peer name hd-own1
        address add 198.51.100.1/28 dev hd-own0
        link set hd-own0 up
        link set hd-own1 up

        """,
        "ip", "-batch", "-");

    [Fact]
    public void A_link_that_loses_its_carrier_is_known_without_a_new_look_being_due()
    {
        Becomes(false);
        Assert.False(_links.IsCutOff(Far, Clock.Now));
        Command.Run("ip", "link", "set", "hd-own1", "down");
        Becomes(true);
        Assert.False(_links.IsCutOff(Far, Clock.Now));
        Command.Run("ip", "link", "set", "hd-own1", "up");
        Becomes(false);
    }

    public void Dispose()
    {
        _links.Dispose();
        Command.Run("ip", "link", "delete", "hd-own0");
    }

    private void Becomes(bool cutOff) =>
        Assert.True(SpinWait.SpinUntil(() => _links.IsCutOff(Near, Clock.Now) == cutOff, TimeSpan.FromSeconds(30)), $"cut off: {!cutOff}");
}
