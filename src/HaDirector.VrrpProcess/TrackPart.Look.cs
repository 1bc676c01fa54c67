using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.VrrpProcess;

/// <content>What the real-time thread sees itself. Nothing in here allocates.</content>
internal sealed partial class TrackPart
{
    private const int ChangesMax = 64; // of one turn; what is left wakes the next turn

    private readonly int[] _changed = new int[ChangesMax];
    private readonly AddressRecord[] _addresses = new AddressRecord[4096];

    // Whatever changed, all are looked at again: once a turn, however many messages came.
    private void HearHost(Instant now)
    {
        if (_monitor is null) return;
        bool heard = false;
        for (int datagrams = 0; datagrams < ChangesMax; datagrams++)
        {
            int count = _monitor.Receive(_changed);
            if (count < 0) break;
            heard |= count > 0;
        }

        if (heard) LookAtHost(now);
    }

    private void LookAtHost(Instant now)
    {
        for (int i = 0; i < Board.Count; i++)
        {
            if (Board[i] is InterfaceTrack link)
                Board.Set(i, new TrackValue(true, _world.Route.TryFindLink(link.Interface, out LinkRecord record) && record.IsRunning), now);
            else if (Board[i] is SourceAddressTrack source && IsHere(source.Address) is { } here)
                Board.Set(i, new TrackValue(true, here), now);
        }
    }

    private bool? IsHere(IpAddress address)
    {
        int count = _world.Route.ListAddresses(address.Family, 0, _addresses);
        if (count < 0) return null;
        for (int i = 0; i < count; i++)
        {
            if (_addresses[i].Address.Address == address) return true;
        }

        return false;
    }

    private void LookAtSessions(Instant now)
    {
        if (_sessions is null || _sessions.Changes == _sessionsSeen) return;
        _sessionsSeen = _sessions.Changes;
        for (int i = 0; i < Board.Count; i++)
        {
            if (Board[i] is BfdTrack) Board.Set(i, new TrackValue(true, _target[i] >= 0 && _sessions.IsUp(_target[i])), now);
        }
    }

    private void LookAtRouters(Instant now)
    {
        for (int i = 0; i < Board.Count; i++)
        {
            if (Board[i] is not RouterTrack) continue;
            VrrpState state = _target[i] < 0 ? VrrpState.Fault : _routers[_target[i]].Instance.State;
            if (state != VrrpState.Initialize) Board.Set(i, new TrackValue(true, state != VrrpState.Fault), now);
        }
    }
}
