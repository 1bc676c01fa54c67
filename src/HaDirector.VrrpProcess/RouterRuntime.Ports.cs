using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>What the interfaces of the router are: the one of its adverts, and those that hold its addresses.</content>
internal sealed partial class RouterRuntime
{
    private InterfacePort[] _holders = holders;
    private IpAddress _sourceThere; // what its port has for the source of its adverts now
    private IpAddress _source; // the last one there was

    /// <summary>Whether it matters to this router what a port is.</summary>
    public bool Uses(InterfacePort other)
    {
        if (other == Port) return true;
        foreach (InterfacePort holder in _holders)
        {
            if (holder == other) return true;
        }

        return false;
    }

    /// <summary>Its ports are those of a new plan; they are looked at next, and then it adopts the spec.</summary>
    public void Rehouse(InterfacePort[] holders)
    {
        _holders = holders;
        Array.Clear(_marks);
    }

    /// <summary>Looks at one of its ports, just refreshed, with the eyes of a spec. Does nothing yet.</summary>
    public void Look(InterfacePort at, ReadOnlySpan<AddressRecord> onInterface, VirtualRouterSpec wanted)
    {
        MarkAddresses(at, onInterface, wanted);
        if (at != Port) return;
        _sourceThere = wanted.Source.IsSet ? default : Port.Source;
        for (int i = 0; wanted.Source.IsSet && i < onInterface.Length; i++)
        {
            if (onInterface[i].Address.Address == wanted.Source && onInterface[i].CanSend) _sourceThere = wanted.Source;
        }
    }

    /// <summary>After a look: tells the machine what is news to it, and puts the addresses on where they can be put now.</summary>
    public void TellPorts(Instant now)
    {
        PortCondition condition = Port.Condition > PortCondition.NoAddress && !_sourceThere.IsSet ? PortCondition.NoAddress : Port.Condition;
        if (condition == PortCondition.Usable && !VirtualMacsAreThere) condition = PortCondition.NotOpen;
        if (condition == PortCondition.Usable)
        {
            _source = _sourceThere;
            if (Instance.PrimaryAddress != _source)
                Step(new VrrpEvent(VrrpEventKind.InterfaceUsable, new Advert(0, 0, default, _source)), now);
        }
        else if (Instance.PrimaryAddress.IsSet || Instance.State == VrrpState.Initialize)
        {
            Step(new VrrpEvent(VrrpEventKind.InterfaceUnusable), now);
            if (condition != PortCondition.NotOpen) Log(VrrpLogCode.InterfaceUnusable, (long)condition, 0, default);
        }

        if (Instance.State == VrrpState.Master && AnotherHolderCameUp())
        {
            TakeAddresses(now);
            Announce(now);
        }
    }

    private bool AnotherHolderCameUp()
    {
        for (int i = 0; i < _holders.Length; i++)
        {
            if (_holders[i] != Port && _holders[i].CameUp) return true;
        }

        return false;
    }
}
