using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;

namespace HaDirector.VrrpProcess;

/// <content>What other directors hear of this router apart from its adverts, and it of theirs.</content>
internal sealed partial class RouterRuntime
{
    private static readonly TimeSpan ResignedFor = TimeSpan.FromSeconds(3);

    private Instant _resignedUntil; // the role was given up shortly before

    /// <summary>The router as a hello says it.</summary>
    public HelloRouter Describe(Instant now) => new(
        HelloRouter.Hash(Instance.Spec.Name),
        HelloRouter.Hash(Port.Source),
        Instance.Spec.VirtualRouterId,
        Instance.Spec.Family,
        Instance.State,
        Instance.Priority,
        Instance.State != VrrpState.Master && now < _resignedUntil);

    /// <summary>
    /// Hears what another director says of a router. That the master we follow resigned is believed as if its advert of priority 0 had come: it may have lost
    /// the very link that the advert would take.
    /// </summary>
    public void HearOfPeer(in HelloRouter said, Instant now)
    {
        if (!said.Resigned || said.VirtualRouterId != Instance.Spec.VirtualRouterId || said.Name != HelloRouter.Hash(Instance.Spec.Name)) return;
        Advert heard = Instance.MasterHeard;
        if (Instance.State != VrrpState.Backup || heard.Priority == 0 || !heard.Sender.IsSet || HelloRouter.Hash(heard.Sender) != said.Source) return;
        _zeroReceived++;
        Step(new VrrpEvent(VrrpEventKind.Heard, heard with { Priority = 0 }), now);
    }

    private void NoteResigned(Instant now)
    {
        _resignedUntil = now + ResignedFor;
        world.Nets.Hurry();
    }
}
