using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <content>A reload: the router goes on under another spec, in the state it is in.</content>
public sealed partial class VrrpInstance
{
    // A backup learns a longer interval from the adverts that carry it. Until so many went out, they keep the old pace:
    // with the new one, the loss of the first would look like our death.
    private const int AdvertsAtOldPace = 3;

    private int _atOldPace;
    private TimeSpan _oldPace;

    /// <summary>
    /// Goes on under another spec of the same router id and interface, without leaving the state. A master advertises the change at once
    /// and puts its addresses right; a backup moves its timer by what the change is worth.
    /// </summary>
    /// <param name="next">The spec from now on.</param>
    /// <param name="now">The time, not earlier than that of the last step.</param>
    /// <param name="actions">Holds exactly the actions of this change afterwards.</param>
    /// <returns>False, with nothing changed, when <paramref name="next"/> is another router: stop this instance and start a new one.</returns>
    public bool TryAdopt(VirtualRouterSpec next, Instant now, VrrpActions actions)
    {
        actions.Clear();
        if (next.VirtualRouterId != Spec.VirtualRouterId || next.Interface != Spec.Interface) return false;
        if (State == VrrpState.Backup) AdoptAsBackup(next);
        else if (State == VrrpState.Master) AdoptAsMaster(next, now, actions);
        else Spec = next;
        return true;
    }

    private void AdoptAsBackup(VirtualRouterSpec next)
    {
        TimeSpan before = _masterResigned ? SkewTime : MasterDownInterval;
        Spec = next;
        if (!MasterHeard.Sender.IsSet) _masterInterval = next.AdvertInterval;
        NextDeadline += (_masterResigned ? SkewTime : MasterDownInterval) - before;
    }

    private void AdoptAsMaster(VirtualRouterSpec next, Instant now, VrrpActions actions)
    {
        VirtualRouterSpec before = Spec;
        Spec = next;
        bool movesAddresses = !SameAddresses(before, next);
        if (movesAddresses) actions.Add(new(VrrpActionKind.TakeAddresses));
        if (movesAddresses || before.Priority != next.Priority || before.AdvertInterval != next.AdvertInterval || before.Checksum != next.Checksum)
            actions.Add(new(VrrpActionKind.SendAdvert, next.Priority));
        if (movesAddresses) actions.Add(new(VrrpActionKind.AnnounceAddresses));
        if (before.AdvertInterval == next.AdvertInterval) return;
        (_atOldPace, _oldPace) = (AdvertsAtOldPace, before.AdvertInterval.ToTimeSpan());
        NextDeadline = now + NextPace();
    }

    private TimeSpan NextPace()
    {
        TimeSpan interval = Spec.AdvertInterval.ToTimeSpan();
        if (_atOldPace == 0) return interval;
        _atOldPace--;
        return interval < _oldPace ? interval : _oldPace;
    }

    private static bool SameAddresses(VirtualRouterSpec a, VirtualRouterSpec b)
    {
        if (a.Addresses.Count != b.Addresses.Count) return false;
        for (int i = 0; i < a.Addresses.Count; i++)
        {
            if (a.Addresses[i] != b.Addresses[i]) return false;
        }

        return true;
    }
}
