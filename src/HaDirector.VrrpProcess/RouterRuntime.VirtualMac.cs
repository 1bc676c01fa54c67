using HaDirector.Netlink.Route;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <content>
/// The virtual router's own Ethernet address (RFC 9568 section 7.3): its addresses are on a macvlan, which is up while it is master and only then, and
/// its adverts are whole frames, for the macvlan has no address of this host to send them from.
/// </content>
internal sealed partial class RouterRuntime
{
    private const int NotSent = 5; // EIO

    private readonly HardwareAddress _virtualMac = HardwareAddress.OfVirtualRouter(spec.Family, spec.VirtualRouterId);
    private readonly byte[] _advertFrame = GC.AllocateArray<byte>(AdvertFrame.HeaderMax + VrrpPacket.MessageMax, pinned: true);

    private bool VirtualMacsAreThere
    {
        get
        {
            for (int i = 0; i < _holders.Length; i++)
            {
                if (_holders[i].Below is not null && _holders[i].Condition != PortCondition.Usable) return false;
            }

            return true;
        }
    }

    private int SendFromVirtualMac(ReadOnlySpan<byte> message)
    {
        if (Port.Frames is not { } frames) return NoDevice;
        int length = AdvertFrame.Write(_advertFrame, _virtualMac, _source, message);
        return frames.Send(_advertFrame.AsSpan(0, length)) ? 0 : NotSent;
    }

    private void SetHoldersUp() => SetHolders(up: true);

    private void SetHoldersDown() => SetHolders(up: false);

    private void SetHolders(bool up)
    {
        InterfacePort? done = null;
        for (int i = 0; i < _holders.Length; i++)
        {
            InterfacePort holder = _holders[i];
            if (holder.Below is null || holder == done || holder.Index == 0) continue;
            done = holder;
            world.Route.SetUp(holder.Index, up);
        }
    }
}
