using System.Globalization;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Assembly;

/// <summary>A virtual router of the file to its protocol instances: one for each family of its addresses.</summary>
/// <param name="here">The director, and what all know of each other.</param>
/// <param name="tracks">Where tracked objects are collected.</param>
/// <param name="secrets">Secrets.</param>
internal sealed class RouterAssembly(Here here, TrackAssembly tracks, Secrets secrets)
{
    /// <summary>What the second instance of a router with both families is called, after its name.</summary>
    public const string SecondName = "/ipv6";

    private const string SecondMac = "6";

    private const uint MainTable = 254;

    /// <summary>The instances, that of IPv4 first.</summary>
    public IEnumerable<VirtualRouterSpec> Instances(Entry<VirtualRouterDraft> router)
    {
        IpFamily[] families = [.. Families(router.Value)];
        return families.Select(family => Instance(router, family, alone: families.Length == 1));
    }

    /// <summary>Families of the addresses in the adverts, IPv4 first.</summary>
    public static IEnumerable<IpFamily> Families(VirtualRouterDraft router) => router.Advertised.Select(a => a.Value.Address.Family).Distinct().Order();

    /// <summary>
    /// The link-local address that an IPv6 router without one gets: its adverts must begin with one (RFC 9568 section 5.2.9), and it must not be made
    /// from the virtual MAC as hosts make theirs (section 7.4).
    /// </summary>
    public static IpPrefix LinkLocal(byte virtualRouterId) =>
        IpPrefix.TryParse($"fe80::5e00:{(0x200 + virtualRouterId).ToString("x", CultureInfo.InvariantCulture)}/64", out IpPrefix address) ? address : default;

    private VirtualRouterSpec Instance(Entry<VirtualRouterDraft> router, IpFamily family, bool alone)
    {
        VirtualRouterDraft draft = router.Value;
        bool second = !alone && family == IpFamily.V6;
        bool Mine(IpAddress address) => alone || address.Family == family;
        UnicastDraft? unicast = draft.Unicast?.Value;
        byte id = (byte)draft.VirtualRouterId!.Value.Value;
        return new VirtualRouterSpec(
            second ? router.Name + SecondName : router.Name,
            here.On(draft.Interface)!,
            id,
            (byte)here.On(draft.Priority),
            new Centiseconds((int)((draft.AdvertInterval?.Value ?? TimeSpan.FromSeconds(1)).Ticks / (TimeSpan.TicksPerSecond / 100))),
            draft.Preempt?.Value ?? true,
            draft.Checksum?.Value ?? (draft.IsStrict ? ChecksumForm.Rfc9568 : ChecksumForm.Rfc5798),
            [.. Ordered(Addresses(draft.Addresses).Where(a => a.Address.Family == family), id, family)])
        {
            Version = (byte)(draft.Version?.Value ?? 3),
            Excluded = [.. Addresses(draft.Excluded).Where(a => Mine(a.Address))],
            Peers = unicast is null ? [] : [.. Peers(unicast).Where(p => p.Family == family).Distinct().Select(p => new UnicastPeer(p, (byte)(unicast.HopLimit?.Value ?? 255)))],
            CheckSource = unicast?.CheckSource?.Value ?? true,
            Source = unicast is null ? default : Source(unicast, family),
            Password = draft.Authentication?.Value.Password?.Value,
            Hmac = draft.Authentication?.Value.Hmac is { } hmac ? Hmac(hmac.Value) : null,
            PreemptDelay = draft.PreemptDelay?.Value ?? default,
            StartupDelay = draft.StartupDelay?.Value ?? default,
            Accept = draft.Accept?.Value ?? !draft.IsStrict,
            OnlyBackup = here.Directors.Count == 2 && draft is { IsStrict: false, ForeignPeer: null or { Value: false } },
            Profile = draft.Profile?.Value ?? VrrpProfile.Director,
            Fence = draft.Fence?.Value ?? (draft.ForeignPeer?.Value == true ? FencePolicy.Always : FencePolicy.Auto),
            VirtualMac = draft.VirtualMac is { Value.Wanted: true } mac ? new VirtualMacSpec(MacInterface(mac.Value, id, family, second)) : null,
            Announce = draft.Announce is { } announce ? Announce(announce.Value) : AnnounceSpec.Default,
            Routes = [.. (draft.Routes?.Value ?? []).Where(r => Mine(r.Value.To!.Value.Value.Address)).Select(r => Route(r.Value))],
            Rules = [.. (draft.Rules?.Value ?? []).Select(r => Rule(r.Value)).Where(r => alone || r.Family == family)],
            Tracks = draft.Track is { } track ? tracks.Uses(track.Value) : [],
            PeerSession = draft.Bfd?.Value ?? "",
            PutBack = draft.PutBack?.Value ?? true,
        };
    }

    /// <summary>Name of the interface of a virtual MAC.</summary>
    public static string MacInterface(VirtualMacName mac, byte virtualRouterId, IpFamily family, bool second) =>
        mac.Interface is { } name ? second ? name + SecondMac : name : $"vrrp{(family == IpFamily.V6 ? SecondMac : "")}.{virtualRouterId}";

    /// <summary>Who gets the adverts of a router here, itself left out.</summary>
    public IEnumerable<IpAddress> Peers(UnicastDraft unicast)
    {
        if (here.On(unicast.Peers) is not { } listed) return here.Others;
        IpAddress source = here.On(unicast.Source);
        return listed.Select(p => p.Value).Where(p => p != here.Address && p != source);
    }

    private IpAddress Source(UnicastDraft unicast, IpFamily family)
    {
        IpAddress source = here.On(unicast.Source);
        if (!source.IsSet || source.Family != family) source = here.Address;
        return source.IsSet && source.Family == family ? source : default;
    }

    private IEnumerable<VirtualAddress> Addresses(Located<IReadOnlyList<Located<VirtualAddressDraft>>>? list) =>
        (list?.Value ?? []).Select(item => new VirtualAddress(item.Value.Address!.Value.Value)
        {
            Interface = here.On(item.Value.Interface),
            Scope = item.Value.Scope?.Value ?? AddressScope.Global,
            Label = item.Value.Label?.Value,
            DetectDuplicates = item.Value.DetectDuplicates?.Value ?? false,
        });

    private static IEnumerable<VirtualAddress> Ordered(IEnumerable<VirtualAddress> addresses, byte id, IpFamily family)
    {
        if (family == IpFamily.V4) return addresses;
        List<VirtualAddress> ordered = [.. addresses.OrderByDescending(a => a.Address.IsV6LinkLocal)]; // a stable order
        if (!ordered[0].Address.IsV6LinkLocal) ordered.Insert(0, LinkLocal(id));
        return ordered;
    }

    private HmacSpec Hmac(HmacDraft hmac)
    {
        HmacKey[] keys = [.. hmac.Keys!.Value.Value.Select(k => new HmacKey((byte)k.Value.Id!.Value.Value, secrets.Of(k.Value.Secret, k.Value.File)))];
        return new HmacSpec(hmac.Mode?.Value ?? HmacMode.Enforce, keys, (byte)(hmac.ActiveKey?.Value ?? keys[0].Id), hmac.Window?.Value ?? TimeSpan.FromSeconds(30));
    }

    private static AnnounceSpec Announce(AnnounceDraft announce) => new()
    {
        Repeat = announce.Repeat?.Value ?? AnnounceSpec.Default.Repeat,
        Again = announce.Again?.Value ?? AnnounceSpec.Default.Again,
        Refresh = announce.Refresh?.Value ?? AnnounceSpec.Default.Refresh,
        Pace = announce.Pace?.Value ?? AnnounceSpec.Default.Pace,
    };

    private VirtualRoute Route(RouteDraft route) => new(route.To!.Value.Value)
    {
        Gateway = here.On(route.Via),
        Interface = here.On(route.Interface) ?? "",
        Source = here.On(route.Source),
        Table = (uint?)route.Table?.Value ?? MainTable,
        Metric = (uint)(route.Metric?.Value ?? 0),
        Scope = route.Scope?.Value ?? AddressScope.Global,
    };

    private VirtualRule Rule(RuleDraft rule) => new((rule.From ?? rule.To)?.Value.Address.Family ?? IpFamily.V4, (uint)rule.Table!.Value.Value)
    {
        From = rule.From?.Value ?? default,
        To = rule.To?.Value ?? default,
        IncomingInterface = here.On(rule.Interface) ?? "",
        Mark = (uint)(rule.Mark?.Value ?? 0),
        Preference = (uint)(rule.Preference?.Value ?? VirtualRule.LastPreference),
    };
}
