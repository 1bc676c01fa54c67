using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Language;

/// <summary>One virtual router as written.</summary>
internal sealed class VirtualRouterDraft : Draft
{
    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<int>? VirtualRouterId { get; set; }

    public Located<PerDirector<int>>? Priority { get; set; }

    public Located<int>? Version { get; set; }

    public Located<TimeSpan>? AdvertInterval { get; set; }

    public Located<bool>? Preempt { get; set; }

    public Located<TimeSpan>? PreemptDelay { get; set; }

    public Located<TimeSpan>? StartupDelay { get; set; }

    public Located<ChecksumForm>? Checksum { get; set; }

    public Located<VrrpProfile>? Profile { get; set; }

    public Located<IReadOnlyList<Located<VirtualAddressDraft>>>? Addresses { get; set; }

    public Located<IReadOnlyList<Located<VirtualAddressDraft>>>? Excluded { get; set; }

    public Located<UnicastDraft>? Unicast { get; set; }

    public Located<AuthenticationDraft>? Authentication { get; set; }

    public Located<bool>? ForeignPeer { get; set; }

    public Located<bool>? Accept { get; set; }

    public Located<FencePolicy>? Fence { get; set; }

    public Located<VirtualMacName>? VirtualMac { get; set; }

    public Located<AnnounceDraft>? Announce { get; set; }

    public Located<IReadOnlyList<Located<RouteDraft>>>? Routes { get; set; }

    public Located<IReadOnlyList<Located<RuleDraft>>>? Rules { get; set; }

    public Located<TrackDraft>? Track { get; set; }

    public Located<string>? Bfd { get; set; }

    /// <summary>Whether an address that somebody removed is put back.</summary>
    public Located<bool>? PutBack { get; set; }

    public bool IsVersion2 => Version?.Value == 2;

    public bool IsStrict => Profile?.Value == VrrpProfile.Strict;

    /// <summary>Addresses that are in the adverts, as far as they could be read.</summary>
    public IEnumerable<Located<IpPrefix>> Advertised => Prefixes(Addresses);

    /// <summary>All addresses it holds, as far as they could be read.</summary>
    public IEnumerable<Located<IpPrefix>> Held => Prefixes(Addresses).Concat(Prefixes(Excluded));

    private static IEnumerable<Located<IpPrefix>> Prefixes(Located<IReadOnlyList<Located<VirtualAddressDraft>>>? list) =>
        (list?.Value ?? []).Select(item => item.Value.Address).OfType<Located<IpPrefix>>();
}

/// <summary>Whether there is a virtual MAC, and the name of its interface; null gives it one.</summary>
internal readonly record struct VirtualMacName(bool Wanted, string? Interface);
