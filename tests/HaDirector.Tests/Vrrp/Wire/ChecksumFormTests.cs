using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>The two checksums of version 3 over IPv4 that are deployed.</summary>
public class ChecksumFormTests
{
    private static Sent Peer(ChecksumForm form) => Sent.By(Rig.Spec(150, checksum: form), "192.0.2.12");

    [Theory, Trait("row", "RX-24")]
    [InlineData(ChecksumForm.Rfc5798)]
    [InlineData(ChecksumForm.Rfc9568)]
    [InlineData(ChecksumForm.Auto)]
    public void Both_are_taken_and_counted_each(ChecksumForm ours)
    {
        var router = new VrrpInstance(Rig.Spec(checksum: ours));
        for (int i = 0; i < 3; i++) Assert.Equal(DropReason.None, Peer(ChecksumForm.Rfc5798).At(router));
        Assert.Equal(DropReason.None, Peer(ChecksumForm.Rfc9568).At(router));

        Assert.Equal(3, router.HeardWith(ChecksumForm.Rfc5798));
        Assert.Equal(1, router.HeardWith(ChecksumForm.Rfc9568));
    }

    [Theory, Trait("row", "RX-24"), Trait("row", "TX-16"), Trait("row", "TX-17")]
    [InlineData(ChecksumForm.Rfc5798, ChecksumForm.Rfc5798, ChecksumForm.Rfc9568)]
    [InlineData(ChecksumForm.Rfc9568, ChecksumForm.Rfc9568, ChecksumForm.Rfc5798)]
    [InlineData(ChecksumForm.Auto, ChecksumForm.Rfc9568, ChecksumForm.Rfc5798)]
    public void The_strict_profile_takes_one(ChecksumForm ours, ChecksumForm right, ChecksumForm wrong)
    {
        VirtualRouterSpec strict = Rig.Spec(checksum: ours) with { Profile = VrrpProfile.Strict };
        Assert.Equal(DropReason.None, Peer(right).At(strict));
        Assert.Equal(DropReason.ChecksumForm, Peer(wrong).At(strict));
    }

    [Fact, Trait("row", "TX-16"), Trait("row", "TX-17")]
    public void Auto_sends_the_form_last_heard()
    {
        var router = new VrrpInstance(Rig.Spec(checksum: ChecksumForm.Auto));
        Assert.Equal(Form(ChecksumForm.Rfc5798), Sent.By(router, "192.0.2.11").Hex);
        foreach (ChecksumForm form in new[] { ChecksumForm.Rfc9568, ChecksumForm.Rfc5798, ChecksumForm.Rfc9568 })
        {
            Peer(form).At(router);
            Assert.Equal(Form(form), Sent.By(router, "192.0.2.11").Hex);
        }

        Sent.By(Rig.Spec(150, checksum: ChecksumForm.Rfc5798, vrid: 52), "192.0.2.12").At(router);
        Assert.Equal(Form(ChecksumForm.Rfc9568), Sent.By(router, "192.0.2.11").Hex); // what is not admitted teaches nothing

        static string Form(ChecksumForm form) => Sent.By(Rig.Spec(checksum: form), "192.0.2.11").Hex;
    }
}
