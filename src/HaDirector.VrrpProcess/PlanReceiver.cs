using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Link;

namespace HaDirector.VrrpProcess;

/// <summary>Puts a plan together from the messages of the link. Believes nothing: what is not sound is refused whole, with a reason.</summary>
public sealed class PlanReceiver
{
    /// <summary>Most routers of a plan.</summary>
    public const int RoutersMax = 1024;

    private readonly List<RouterDraft> _drafts = [];
    private uint _epoch;
    private uint _expected;
    private bool _open;

    private string? _refusal;

    /// <summary>Why a plan was refused; null while nothing is wrong. Reading it forgets it.</summary>
    public string? TakeRefusal()
    {
        string? refusal = _refusal;
        _refusal = null;
        return refusal;
    }

    /// <summary>Takes one message of a plan.</summary>
    /// <param name="message">PlanBegin, Router, RouterAddress or PlanCommit.</param>
    /// <returns>The plan when this message completed it; else null, and <see cref="TakeRefusal"/> says if something is wrong.</returns>
    public RealTimePlan? Take(LinkMessage message)
    {
        if (message.Kind == LinkMessageKind.PlanBegin)
        {
            (_epoch, _expected, _open, _refusal) = (message.Epoch, message.Count, true, null);
            _drafts.Clear();
            return message.Count > RoutersMax ? Refuse($"{message.Count} routers are more than {RoutersMax}") : null;
        }

        if (!_open) return null; // the rest of a plan that was refused already
        if (message.Epoch != _epoch) return Refuse($"message of plan {message.Epoch} inside plan {_epoch}");
        return message.Kind switch
        {
            LinkMessageKind.Router => Add(message),
            LinkMessageKind.RouterAddress => AddAddress(message),
            LinkMessageKind.PlanCommit => Commit(),
            _ => Refuse($"message {message.Kind} inside a plan"),
        };
    }

    private RealTimePlan? Add(LinkMessage message)
    {
        if (_drafts.Count == _expected) return Refuse("more routers than announced");
        ChecksumForm checksum = (ChecksumForm)((message.Flags >> 1) & 3);
        VirtualRouterSpec spec = new(
            message.Name, message.Interface, message.VirtualRouterId, message.Priority,
            new Centiseconds((int)Math.Min(message.IntervalCentiseconds, int.MaxValue)), (message.Flags & 1) != 0, checksum, []);
        string? fault =
            spec.Name.Length == 0 ? "a router has no name"
            : spec.Interface.Length == 0 || spec.Interface.AsSpan().ContainsAny('/', ' ') ? $"router {spec.Name}: interface name '{spec.Interface}'"
            : spec.VirtualRouterId == 0 ? $"router {spec.Name}: virtual router id 0"
            : spec.Priority == 0 ? $"router {spec.Name}: priority 0"
            : spec.AdvertInterval.Value is < Centiseconds.Smallest or > Centiseconds.Largest ? $"router {spec.Name}: interval {spec.AdvertInterval.Value}"
            : !Enum.IsDefined(checksum) ? $"router {spec.Name}: checksum form {checksum}"
            : message.Count is 0 or > VirtualRouterSpec.AddressesMax ? $"router {spec.Name}: {message.Count} addresses"
            : _drafts.Exists(d => d.Spec.Interface == spec.Interface && d.Spec.VirtualRouterId == spec.VirtualRouterId)
                ? $"router {spec.Name}: virtual router id {spec.VirtualRouterId} is on {spec.Interface} already"
            : null;
        if (fault is not null) return Refuse(fault);
        _drafts.Add(new RouterDraft(spec, (int)message.Count));
        return null;
    }

    private RealTimePlan? AddAddress(LinkMessage message)
    {
        if (_drafts.Count == 0) return Refuse("an address before any router");
        RouterDraft draft = _drafts[^1];
        if (draft.Addresses.Count == draft.Expected) return Refuse($"router {draft.Spec.Name}: more addresses than announced");
        IpAddress address = message.Address;
        if (!address.IsV4 || address.IsAny || address.IsMulticast || message.PrefixLength > address.BitCount)
            return Refuse($"router {draft.Spec.Name}: address {address}/{message.PrefixLength}");
        IpPrefix prefix = new(address, message.PrefixLength);
        if (draft.Addresses.Exists(other => other.Address == address)) return Refuse($"router {draft.Spec.Name}: address {address} twice");
        draft.Addresses.Add(prefix);
        return null;
    }

    private RealTimePlan? Commit()
    {
        if (_drafts.Count != _expected) return Refuse($"{_drafts.Count} routers where {_expected} were announced");
        foreach (RouterDraft draft in _drafts)
        {
            if (draft.Addresses.Count != draft.Expected)
                return Refuse($"router {draft.Spec.Name}: {draft.Addresses.Count} addresses where {draft.Expected} were announced");
        }

        _open = false;
        return new RealTimePlan(_epoch, [.. _drafts.Select(draft => draft.Spec with { Addresses = [.. draft.Addresses] })]);
    }

    private RealTimePlan? Refuse(string why)
    {
        (_open, _refusal) = (false, why);
        return null;
    }

    private sealed record RouterDraft(VirtualRouterSpec Spec, int Expected)
    {
        public List<IpPrefix> Addresses { get; } = [];
    }
}
