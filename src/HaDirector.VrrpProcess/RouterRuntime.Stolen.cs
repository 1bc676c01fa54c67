using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>Addresses that somebody else took off while the router is master.</content>
internal sealed partial class RouterRuntime
{
    private bool _suspects;

    /// <summary>A port of this router was looked at because something changed there. What is missing is judged later in the turn: whoever was stopped
    /// so long that the kernel took its addresses off must hear the next master before it puts them back.</summary>
    public void Suspect(InterfacePort at)
    {
        for (int i = 0; Instance.State == VrrpState.Master && i < AddressCount; i++)
        {
            if (_holders[i] == at && IsStolen(i)) _suspects = true;
        }
    }

    private void LookForStolen(Instant now)
    {
        _suspects = false;
        for (int i = 0; i < AddressCount; i++)
        {
            if (Instance.State != VrrpState.Master) return;
            if (!IsStolen(i)) continue;
            bool putBack = Instance.Spec.PutBack;
            if (_log.Opens((int)VrrpLogCode.AddressTaken, now)) Log(VrrpLogCode.AddressTaken, putBack ? 1 : 0, 0, AddressAt(i).Address);
            if (putBack) _marks[i] |= AddressMark.Ours;
            else Step(new VrrpEvent(VrrpEventKind.Yield), now);
            if (putBack) Renew(now);
        }
    }

    /// <summary>Runs once through what only happens when others interfere, or after a restart.</summary>
    public void WarmRole(Instant now)
    {
        KeepRoutes(now);
        Hold(new HeldAddress(AddressAt(0), _holders[0].Index));
        _marks[0] = AddressMark.None;
        _suspects = IsStolen(0);
        LookForStolen(now); // it is not master: nothing comes of it
        _marks[0] = AddressMark.Ours;
        if (HasLeftAddresses) DropLeftAddresses(now);
        _keepRoutesAt = Instant.Never;
    }

    private bool IsStolen(int i)
    {
        if ((_marks[i] & (AddressMark.Ours | AddressMark.Foreign)) != 0) return false;
        for (int held = 0; held < _heldCount; held++)
        {
            if (_held[held].Index == _holders[i].Index && _held[held].Address.Equals(AddressAt(i))) return true;
        }

        return false;
    }
}
