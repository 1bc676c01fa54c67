using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Beside a real keepalived as the other director.</summary>
public sealed class KeepalivedTests
{
    private const string Virtual = "192.0.2.80";

    [KeepalivedFact]
    public void We_lead_keepalived_takes_over_and_gives_back()
    {
        using Lan lan = new("a", "b");
        using Keepalived peer = new(lan, "b", priority: 100);
        Wait.Until(() => lan.Holds("b", Virtual), () => "keepalived alone does not take the address");

        using (Host a = new(lan, "a", Host.Router(150)))
        {
            a.WaitForState("Master");
            Wait.Until(() => !lan.Holds("b", Virtual), () => "keepalived does not yield");
            a.Stop();
            Wait.Until(() => lan.Holds("b", Virtual), () => "keepalived does not take over");
        }

        using Host again = new(lan, "a", Host.Router(150));
        again.WaitForState("Master");
        Wait.Until(() => !lan.Holds("b", Virtual), () => "keepalived does not give back");
        Assert.True(lan.Holds("a", Virtual));
        again.KillAll();
        Wait.Until(() => lan.Holds("b", Virtual), () => "keepalived does not notice that we died");
    }

    [KeepalivedFact]
    public void Keepalived_leads_we_take_over_and_give_back()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(100));
        a.WaitForState("Master");

        using (Keepalived peer = new(lan, "b", priority: 150))
        {
            a.WaitForState("Backup");
            Wait.Until(() => lan.Holds("b", Virtual), () => "keepalived does not take the address");
            Assert.False(lan.Holds("a", Virtual));
            peer.Stop();
            a.WaitFor("Log StateChanged web Master 4 "); // it resigned
            a.WaitForState("Master");
        }

        using (Keepalived peer = new(lan, "b", priority: 150))
        {
            a.WaitForState("Backup");
            long received = a.Number("Status web Backup", "received");
            Wait.Until(() => a.Number("Status web Backup", "received") > received + 10, () => "its adverts are not believed");
        }

        a.WaitForState("Master"); // it was killed
        Assert.True(lan.Holds("a", Virtual));
    }
}
