using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>Putting the virtual addresses on, keeping them alive, announcing them and taking them off.</content>
internal sealed partial class RouterRuntime
{
    private const int AddressNotThere = 99, NoDevice = 19; // EADDRNOTAVAIL, ENODEV: it is off, which is what was asked

    private readonly IpPrefix[] _held = new IpPrefix[VirtualRouterSpec.AddressesMax];
    private readonly byte[] _frame = GC.AllocateArray<byte>(GratuitousArp.FrameLength, pinned: true);
    private int _heldCount;
    private ulong _foreign; // bit per address of the spec: somebody else put it on the interface, it is not ours to touch
    private Instant _renewAt = Instant.Never;
    private Instant _announceAgainAt = Instant.Never;

    /// <summary>Runs once through what only a master with a kernel that obeys would run through.</summary>
    public void WarmAddresses(Instant now)
    {
        Hold(Instance.Spec.Addresses[0].Prefix);
        TakeAddresses(now);
        DropAddresses(now);
    }

    // An address that somebody else put there is the owner's own (RFC 9568 section 1.6).
    private void MarkForeign(VirtualRouterSpec spec, ReadOnlySpan<AddressRecord> onInterface)
    {
        _foreign = 0;
        for (int i = 0; i < spec.Addresses.Count; i++)
        {
            IpAddress wanted = spec.Addresses[i].Address;
            foreach (ref readonly AddressRecord record in onInterface)
            {
                if (record.Protocol != VirtualAddresses.Protocol && record.Address.Address == wanted) _foreign |= 1UL << i;
            }
        }
    }

    private void TakeAddresses(Instant now)
    {
        for (int i = _heldCount - 1; i >= 0; i--)
        {
            if (!IsWanted(_held[i])) Delete(i, now);
        }

        Renew(now);
    }

    /// <summary>Gives the addresses the lifetime that is right now, if they are ours to hold.</summary>
    public void KeepAddresses(Instant now)
    {
        if (Instance.State == VrrpState.Master) Renew(now);
    }

    private void Renew(Instant now)
    {
        uint lifetime = world.Nets.LifetimeOf(Instance.Spec);
        for (int i = 0; i < Instance.Spec.Addresses.Count; i++)
        {
            if ((_foreign & (1UL << i)) != 0) continue;
            IpPrefix address = Instance.Spec.Addresses[i].Prefix;
            int error = world.Route.SetAddress(Port.Index, address, VirtualAddresses.Protocol, lifetime);
            if (error != 0 && _log.Opens((int)VrrpLogCode.AddressFailed, now)) Log(VrrpLogCode.AddressFailed, error, 1, address.Address);
            if (error == 0) Hold(address);
        }

        _renewAt = lifetime == VirtualAddresses.Forever ? Instant.Never : now + world.Settings.RenewEvery;
    }

    private void DropAddresses(Instant now)
    {
        for (int i = _heldCount - 1; i >= 0; i--) Delete(i, now);
        _heldCount = 0; // one that would not go loses its lifetime
        (_renewAt, _announceAgainAt) = (Instant.Never, Instant.Never);
    }

    private void Delete(int at, Instant now)
    {
        IpPrefix address = _held[at];
        int error = world.Route.DeleteAddress(Port.Index, address);
        if (error is not (0 or AddressNotThere or NoDevice) && _log.Opens((int)VrrpLogCode.AddressFailed, now))
            Log(VrrpLogCode.AddressFailed, error, 0, address.Address);
        _held[at] = _held[--_heldCount];
    }

    private void Hold(IpPrefix address)
    {
        for (int i = 0; i < _heldCount; i++)
        {
            if (_held[i] == address) return;
        }

        _held[_heldCount++] = address;
    }

    private bool IsWanted(IpPrefix address)
    {
        for (int i = 0; i < Instance.Spec.Addresses.Count; i++)
        {
            if (Instance.Spec.Addresses[i].Prefix == address) return true;
        }

        return false;
    }

    private void Announce()
    {
        if (Port.Resources?.Frames is not { } frames || !Port.HardwareAddress.IsSet) return;
        for (int repeat = 0; repeat < world.Settings.AnnounceBurst; repeat++)
        {
            for (int i = 0; i < Instance.Spec.Addresses.Count; i++)
            {
                GratuitousArp.Write(_frame, Port.HardwareAddress, Instance.Spec.Addresses[i].Address);
                frames.Send(_frame);
            }
        }
    }

    private void AnnounceAgain()
    {
        _announceAgainAt = Instant.Never;
        Announce();
    }
}
