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
    /// Goes on under another spec of the same router id, interface and family, without leaving the state. A master advertises the change at
    /// once and puts its addresses right; a backup moves its timer by what the change is worth. What tracks added to the priority stays.
    /// </summary>
    /// <param name="next">The spec from now on.</param>
    /// <param name="now">The time, not earlier than that of the last step.</param>
    /// <param name="actions">Holds exactly the actions of this change afterwards.</param>
    /// <returns>False, with nothing changed, when <paramref name="next"/> is another router: stop this instance and start a new one.</returns>
    public bool TryAdopt(VirtualRouterSpec next, Instant now, VrrpActions actions)
    {
        actions.Clear();
        VirtualRouterSpec before = Spec;
        if (next.VirtualRouterId != before.VirtualRouterId || next.Interface != before.Interface || next.Family != before.Family) return false;
        byte priority = Priority;
        TimeSpan patience = Patience;
        (Spec, Priority) = (next, MovedBase(before, next, priority));
        if (State == VrrpState.Master) AdoptAsMaster(before, priority, now, actions);
        if (State != VrrpState.Backup) return true;
        if (!MasterHeard.Sender.IsSet || next.Version == 2) _masterInterval = next.AdvertInterval;
        _deadline += Patience - patience;
        return true;
    }

    private static byte MovedBase(VirtualRouterSpec before, VirtualRouterSpec next, byte priority) =>
        before.IsOwner || next.IsOwner ? next.Priority
        : (byte)Math.Clamp(priority + next.Priority - before.Priority, 1, VirtualRouterSpec.OwnerPriority - 1);

    private void AdoptAsMaster(VirtualRouterSpec before, byte priority, Instant now, VrrpActions actions)
    {
        bool movesAddresses = !Same(before.Addresses, Spec.Addresses) || !Same(before.Excluded, Spec.Excluded);
        if (movesAddresses || !Same(before.Routes, Spec.Routes) || !Same(before.Rules, Spec.Rules)) actions.Add(new(VrrpActionKind.TakeAddresses));
        if (movesAddresses || priority != Priority || LooksOther(before, Spec)) actions.Add(new(VrrpActionKind.SendAdvert, Priority));
        if (movesAddresses) actions.Add(new(VrrpActionKind.AnnounceAddresses));
        if (before.AdvertInterval == Spec.AdvertInterval) return;
        (_atOldPace, _oldPace) = (AdvertsAtOldPace, before.AdvertInterval.ToTimeSpan());
        _deadline = now + NextPace();
    }

    private TimeSpan NextPace()
    {
        TimeSpan interval = Spec.AdvertInterval.ToTimeSpan();
        if (_atOldPace == 0) return interval;
        _atOldPace--;
        return interval < _oldPace ? interval : _oldPace;
    }

    // Keys of the HMAC trailer are not compared: the next advert in the schedule carries the new one.
    private static bool LooksOther(VirtualRouterSpec a, VirtualRouterSpec b) =>
        a.Version != b.Version || a.AdvertInterval != b.AdvertInterval || a.Checksum != b.Checksum
        || !string.Equals(a.Password, b.Password, StringComparison.Ordinal);

    private static bool Same<T>(IReadOnlyList<T> a, IReadOnlyList<T> b)
        where T : IEquatable<T>
    {
        if (a.Count != b.Count) return false;
        for (int i = 0; i < a.Count; i++)
        {
            if (!a[i].Equals(b[i])) return false;
        }

        return true;
    }
}
