using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>What BFD says about the other director.</content>
internal sealed partial class RouterRuntime
{
    /// <summary>Nothing came from the other end of the peer session for its detection time.</summary>
    /// <param name="peer">Its address in that session.</param>
    /// <param name="now">The time.</param>
    public void LosePeer(IpAddress peer, Instant now)
    {
        // Where there is one other director it is the master, whatever address its adverts come from.
        Advert master = Instance.MasterHeard;
        IpAddress lost = Instance.Spec.OnlyBackup && master.Sender.IsSet ? master.Sender : peer;
        if (Fate is { } fate) fate.PeerLost(Member, lost, now);
        else Step(new VrrpEvent(VrrpEventKind.PeerLost, new Advert(0, 0, default, lost)), now);
    }
}
