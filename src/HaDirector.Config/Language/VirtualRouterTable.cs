using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp;

namespace HaDirector.Config.Language;

/// <summary>The keys of virtual_routers.NAME.</summary>
internal static class VirtualRouterTable
{
    private static readonly ChoiceShape<ChecksumForm> Checksums =
        new("checksum form", ("rfc5798", ChecksumForm.Rfc5798), ("rfc9568", ChecksumForm.Rfc9568), ("auto", ChecksumForm.Auto));

    private static readonly ChoiceShape<VrrpProfile> Profiles = new("profile", ("director", VrrpProfile.Director), ("strict", VrrpProfile.Strict));

    private static readonly ChoiceShape<FencePolicy> Fences =
        new("fence", ("auto", FencePolicy.Auto), ("always", FencePolicy.Always), ("never", FencePolicy.Never));

    private static readonly ChoiceShape<bool> AfterRemoval = new("policy", ("put_back", true), ("yield", false));

    private static readonly ScalarShape<VirtualMacName> VirtualMacs = new(
        "true, false, or the name of the interface that is made",
        json =>
        {
            json.WriteStartArray("type");
            json.WriteStringValue("boolean");
            json.WriteStringValue("string");
            json.WriteEndArray();
            json.WriteString("pattern", "^[A-Za-z][A-Za-z0-9._-]{0,14}$");
        },
        (string text, out VirtualMacName value) =>
        {
            bool isChoice = text is "true" or "false";
            value = new VirtualMacName(text != "false", isChoice ? null : text);
            return isChoice || (text.Length is >= 1 and <= 15 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));
        });

    private static readonly ListShape<VirtualAddressDraft> AddressList = new(VirtualAddressTable.Shape, "virtual addresses", 1);

    public static readonly MappingShape<VirtualRouterDraft> Shape = new("virtual_routers.NAME",
        "a mapping with the keys of a virtual router",
        new Field<VirtualRouterDraft, PerDirector<string>>(
            "interface", new PerDirectorShape<string>(Scalars.Interface),
            (d, v) => d.Interface = v)
        {
            Required = true,
            Help = "Network interface that carries the adverts and holds the addresses; one name, or one per director.",
        },
        new Field<VirtualRouterDraft, int>("virtual_router_id", Scalars.Number(1, 255), (d, v) => d.VirtualRouterId = v)
        {
            Required = true,
            Elsewhere = ["vrid", "id"],
            Help = "Number of the virtual router (VRID): the same on both directors, unlike every other on this network.",
        },
        new Field<VirtualRouterDraft, PerDirector<int>>(
            "priority", new PerDirectorShape<int>(Scalars.Number(1, 255)),
            (d, v) => d.Priority = v)
        {
            Required = true,
            Help = "The director with the greatest is master; 255 only for the owner of the address.",
        },
        new Field<VirtualRouterDraft, IReadOnlyList<Located<VirtualAddressDraft>>>("addresses", AddressList, (d, v) => d.Addresses = v)
        {
            Required = true,
            Elsewhere = ["virtual_ipaddress", "virtual_ipaddresses", "vips"],
            Help = "Virtual addresses with the prefix length they get on the interface; the same list on both directors. Of both families: "
                + "two virtual routers of one fate.",
        },
        new Field<VirtualRouterDraft, IReadOnlyList<Located<VirtualAddressDraft>>>("excluded_addresses", AddressList, (d, v) => d.Excluded = v)
        {
            Elsewhere = ["virtual_ipaddress_excluded"],
            Help = "Addresses that are held and announced like the others, but are not in the adverts: as many as are needed.",
        },
        new Field<VirtualRouterDraft, int>("version", Scalars.Number(2, 3), (d, v) => d.Version = v)
        {
            Default = "3",
            Elsewhere = ["vrrp_version"],
            Help = "Protocol version: 3 (RFC 9568), or 2 (RFC 3768: IPv4, whole seconds) for peers that know nothing else.",
        },
        new Field<VirtualRouterDraft, TimeSpan>(
            "advert_interval", Scalars.Duration("10ms", "255s", "10ms"),
            (d, v) => d.AdvertInterval = v)
        {
            Default = "1s",
            Elsewhere = ["advert_int", "interval"],
            Help = "Time between adverts, up to 40.95s in version 3; a backup takes over about 3.6 of them (fewer for greater priorities) "
                + "after the last one it heard.",
        },
        new Field<VirtualRouterDraft, bool>("preempt", Scalars.Boolean, (d, v) => d.Preempt = v)
        {
            Default = "true",
            Elsewhere = ["nopreempt"],
            Help = "Whether a director takes over from a master of lower priority.",
        },
        new Field<VirtualRouterDraft, TimeSpan>("preempt_delay", Scalars.Duration("0s", "1000s"), (d, v) => d.PreemptDelay = v)
        {
            Default = "0s",
            Help = "How long it waits with that.",
        },
        new Field<VirtualRouterDraft, TimeSpan>("startup_delay", Scalars.Duration("0s", "1000s"), (d, v) => d.StartupDelay = v)
        {
            Default = "0s",
            Elsewhere = ["vrrp_startup_delay"],
            Help = "How long after its start it does not become master, whatever it hears or does not hear.",
        },
        new Field<VirtualRouterDraft, ChecksumForm>("checksum", Checksums, (d, v) => d.Checksum = v)
        {
            Default = "(rfc5798; rfc9568 in the strict profile)",
            Help = "Checksum form that is sent over IPv4: rfc5798 with pseudo-header (keepalived, FRR), rfc9568 without, auto as last heard. "
                + "Both are understood.",
        },
        new Field<VirtualRouterDraft, VrrpProfile>("profile", Profiles, (d, v) => d.Profile = v)
        {
            Default = "director",
            Elsewhere = ["vrrp_strict", "strict_mode"],
            Help = "director: with the few deviations from the standard that a director needs; strict: with none, so that it needs virtual_mac.",
        },
        new Field<VirtualRouterDraft, UnicastDraft>("unicast", UnicastTable.Shape, (d, v) => d.Unicast = v)
        {
            Elsewhere = ["unicast_peer", "unicast_src_ip"],
            Help = "Sends the adverts to the other directors one by one instead of by multicast.",
        },
        new Field<VirtualRouterDraft, AuthenticationDraft>("authentication", AuthenticationTable.Shape, (d, v) => d.Authentication = v)
        {
            Elsewhere = ["auth"],
            Help = "How adverts show that they come from a director.",
        },
        new Field<VirtualRouterDraft, bool>("foreign_peer", Scalars.Boolean, (d, v) => d.ForeignPeer = v)
        {
            Default = "false",
            Help = "Whether the other end is another program (keepalived, FRR, a router): then it says no hellos, and there may be more than one.",
        },
        new Field<VirtualRouterDraft, bool>("accept", Scalars.Boolean, (d, v) => d.Accept = v)
        {
            Default = "(true; false in the strict profile)",
            Elsewhere = ["accept_mode", "no_accept"],
            Help = "Whether this host accepts packets to the addresses when it is not their owner (Accept_Mode); false drops them by nftables.",
        },
        new Field<VirtualRouterDraft, FencePolicy>("fence", Fences, (d, v) => d.Fence = v)
        {
            Default = "(auto; always with foreign_peer)",
            Help = "The lease that the adverts renew and without which the kernel does not answer for the addresses: auto while another director "
                + "is seen, always, never.",
        },
        new Field<VirtualRouterDraft, VirtualMacName>("virtual_mac", VirtualMacs, (d, v) => d.VirtualMac = v)
        {
            Default = "false",
            Elsewhere = ["use_vmac", "vmac"],
            Help = "Puts adverts and addresses under the Ethernet address 00-00-5E-00-01-VRID (IPv6: 02) of an interface of their own: true, or its name.",
        },
        new Field<VirtualRouterDraft, AnnounceDraft>("announce", AnnounceTable.Shape, (d, v) => d.Announce = v)
        {
            Elsewhere = ["garp_master_delay", "garp_master_repeat", "garp_master_refresh"],
            Help = "How the addresses are announced: gratuitous ARP, unsolicited neighbour advertisements.",
        },
        new Field<VirtualRouterDraft, IReadOnlyList<Located<RouteDraft>>>("routes", new ListShape<RouteDraft>(RouteTable.Shape, "routes", 1), (d, v) => d.Routes = v)
        {
            Elsewhere = ["virtual_routes"],
            Help = "Routes that are there while the router is master.",
        },
        new Field<VirtualRouterDraft, IReadOnlyList<Located<RuleDraft>>>("rules", new ListShape<RuleDraft>(RouteTable.Rule, "rules", 1), (d, v) => d.Rules = v)
        {
            Elsewhere = ["virtual_rules"],
            Help = "Policy routing rules that are there while the router is master.",
        },
        new Field<VirtualRouterDraft, TrackDraft>("track", TrackTable.Shape, (d, v) => d.Track = v)
        {
            Elsewhere = ["track_interface", "track_script", "track_process", "track_file", "track_bfd"],
            Help = "What moves the priority, or faults the router.",
        },
        new Field<VirtualRouterDraft, string>("bfd", Scalars.Name(Names.InMessages), (d, v) => d.Bfd = v)
        {
            Help = "BFD session with the other director: a backup takes over at once when it goes down.",
        },
        new Field<VirtualRouterDraft, bool>("on_address_removed", AfterRemoval, (d, v) => d.PutBack = v)
        {
            Default = "put_back",
            Help = "What happens when somebody removes a virtual address: it is put back, or the router yields to the other director.",
        });
}
