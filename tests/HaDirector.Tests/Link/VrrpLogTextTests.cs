using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Link;

public sealed class VrrpLogTextTests
{
    [Theory]
    [InlineData(1, "router web: address 192.0.2.80 could not be set on eth0: errno 28")]
    [InlineData(0, "router web: address 192.0.2.80 could not be removed on eth0: errno 28")]
    public void An_address_that_failed_says_which_way(long set, string expected)
    {
        LinkMessage message = Record(VrrpLogCode.AddressFailed, first: 28, second: set);
        message.Address = IpAddress.FromV4(0xC000_0250);
        Assert.Equal((Loudness.Error, expected), VrrpLogText.Of(message));
    }

    [Fact]
    public void A_transition_names_both_states_and_the_reason()
    {
        LinkMessage message = Record(VrrpLogCode.StateChanged, (long)TransitionReason.MasterDown, (long)VrrpState.Backup);
        message.State = VrrpState.Master;
        Assert.Equal((Loudness.Notice, "router web: backup → master: the master is silent"), VrrpLogText.Of(message));
    }

    [Fact]
    public void Every_code_and_every_drop_reason_has_words()
    {
        foreach (VrrpLogCode code in Enum.GetValues<VrrpLogCode>())
            Assert.DoesNotContain("no words", VrrpLogText.Of(Record(code, 1, 1)).Text, StringComparison.Ordinal);
        foreach (DropReason reason in Enum.GetValues<DropReason>().Where(r => r != DropReason.None))
            Assert.DoesNotContain("no words", VrrpLogText.Of(Record(VrrpLogCode.PacketDropped, (long)reason, 1)).Text, StringComparison.Ordinal);
    }

    private static LinkMessage Record(VrrpLogCode code, long first, long second)
    {
        LinkMessage message = new(new byte[LinkMessage.Size]) { Kind = LinkMessageKind.Log, Code = (byte)code, Name = "web", Interface = "eth0" };
        message[0] = first;
        message[1] = second;
        return message;
    }
}
