using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>Putting the virtual addresses on, keeping them alive and taking them off.</content>
internal sealed partial class RouterRuntime
{
    private const int AddressNotThere = 99, NoDevice = 19; // EADDRNOTAVAIL, ENODEV: it is off, which is what was asked
    private const int HeldMax = VirtualRouterSpec.AddressesMax + VirtualRouterSpec.ExcludedMax;

    private readonly HeldAddress[] _held = new HeldAddress[HeldMax];
    private readonly AddressMark[] _marks = new AddressMark[HeldMax];
    private readonly bool[] _there = new bool[HeldMax]; // an address of the spec: on its interface, by us or by its owner
    private int _heldCount;
    private Instant _renewAt = Instant.Never;

    [Flags]
    private enum AddressMark : byte
    {
        None = 0,

        /// <summary>Somebody else put it on the interface (RFC 9568 section 1.6, the owner's own): it is not ours to touch.</summary>
        Foreign = 1,

        /// <summary>The interface has another address of its network, which keeps the route to that network.</summary>
        NetworkThere = 2,

        /// <summary>It is on the interface and ours: this process set it, or the one before did.</summary>
        Ours = 4,
    }

    private int AddressCount => Instance.Spec.Addresses.Count + Instance.Spec.Excluded.Count;

    private bool HoldsAddresses
    {
        get
        {
            if (_heldCount > 0) return true;
            for (int i = 0; Instance.State == VrrpState.Master && i < AddressCount; i++)
            {
                if ((_marks[i] & AddressMark.Foreign) != 0) return true;
            }

            return false;
        }
    }

    private bool HoldsWhatItShould
    {
        get
        {
            int expected = 0;
            for (int i = 0; i < AddressCount; i++)
            {
                if ((_marks[i] & AddressMark.Foreign) == 0) expected++;
            }

            for (int i = 0; i < _heldCount; i++)
            {
                if (!IsWanted(_held[i])) return false;
            }

            return _heldCount == expected;
        }
    }

    /// <summary>Runs once through what only a master with a kernel that obeys would run through.</summary>
    public void WarmAddresses(Instant now)
    {
        Hold(new HeldAddress(AddressAt(0), Port.Index));
        TakeAddresses(now);
        Array.Fill(_there, true);
        world.FramesLeft = HeldMax;
        Announce(now);
        DropAddresses(now);
    }

    private VirtualAddress AddressAt(int i) => AddressAt(Instance.Spec, i);

    // The advertised ones first, then the excluded ones.
    private static VirtualAddress AddressAt(VirtualRouterSpec spec, int i)
    {
        int advertised = spec.Addresses.Count;
        return i < advertised ? spec.Addresses[i] : spec.Excluded[i - advertised];
    }

    private void MarkAddresses(InterfacePort on, ReadOnlySpan<AddressRecord> onInterface, VirtualRouterSpec spec)
    {
        for (int i = 0; i < _holders.Length; i++)
        {
            if (_holders[i] != on) continue;
            IpPrefix wanted = AddressAt(spec, i).Prefix;
            AddressMark mark = AddressMark.None;
            foreach (ref readonly AddressRecord record in onInterface)
            {
                if (record.Protocol == VirtualAddresses.Protocol)
                {
                    if (record.Address.Equals(wanted)) mark |= AddressMark.Ours;
                    continue;
                }

                if (record.Address.Address == wanted.Address) mark |= AddressMark.Foreign;
                if (record.Address.Length == wanted.Length && wanted.Contains(record.Address.Address)) mark |= AddressMark.NetworkThere;
            }

            _marks[i] = mark;
        }
    }

    private void TakeAddresses(Instant now)
    {
        SetHoldersUp();
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
        bool failed = false;
        for (int i = 0; i < AddressCount; i++)
        {
            _there[i] = (_marks[i] & AddressMark.Foreign) != 0;
            if (_there[i]) continue;
            VirtualAddress address = AddressAt(i);
            int index = _holders[i].Index;
            if (index != 0 && (_marks[i] & AddressMark.Ours) == 0) AcceptAtOnce(address.Address, index);
            int error = index == 0 ? NoDevice : world.Route.SetAddress(index, RequestOf(address, _marks[i], lifetime));
            if (error == 0) Hold(new HeldAddress(address, index));
            else if (_log.Opens((int)VrrpLogCode.AddressFailed, now)) Log(VrrpLogCode.AddressFailed, error, 1, address.Address);
            _there[i] = error == 0;
            failed |= error != 0;
        }

        _renewAt = lifetime == VirtualAddresses.Forever && !failed ? Instant.Never : now + world.Settings.RenewEvery;
    }

    // Never the source of what this host begins itself: it may go at any time, and a link-local one would else be chosen, being the newest.
    // With a lifetime, an address of a network that is there already would give its lifetime to the route to that network.
    private static AddressRequest RequestOf(VirtualAddress address, AddressMark mark, uint lifetime) =>
        new(address.Prefix, VirtualAddresses.Protocol, lifetime)
        {
            Scope = (byte)address.Scope,
            Label = address.Label,
            DetectDuplicates = address.DetectDuplicates,
            NoPrefixRoute = (mark & AddressMark.NetworkThere) != 0,
        };

    private void DropAddresses(Instant now)
    {
        if (_leavesGently) KeepAccepting(now);
        for (int i = _heldCount - 1; i >= 0; i--) Delete(i, now);
        _heldCount = 0; // one that would not go loses its lifetime
        _renewAt = Instant.Never;
        StopAnnouncing();
        if (!_leavesGently) SetHoldersDown();
    }

    private void Delete(int at, Instant now)
    {
        HeldAddress held = _held[at];
        StopAcceptingAtOnce(held.Address.Address, held.Index);
        int error = world.Route.DeleteAddress(held.Index, held.Address.Prefix);
        if (error is not (0 or AddressNotThere or NoDevice) && _log.Opens((int)VrrpLogCode.AddressFailed, now))
            Log(VrrpLogCode.AddressFailed, error, 0, held.Address.Address);
        _held[at] = _held[--_heldCount];
    }

    private void Hold(HeldAddress taken)
    {
        for (int i = 0; i < _heldCount; i++)
        {
            if (_held[i].Index == taken.Index && _held[i].Address.Equals(taken.Address)) return;
        }

        if (_heldCount < HeldMax) _held[_heldCount++] = taken;
    }

    private bool IsWanted(in HeldAddress held)
    {
        for (int i = 0; i < AddressCount; i++)
        {
            if (_holders[i].Index == held.Index && AddressAt(i).Equals(held.Address)) return true;
        }

        return false;
    }

    /// <summary>An address of ours that is on an interface.</summary>
    private readonly record struct HeldAddress(VirtualAddress Address, int Index);
}
