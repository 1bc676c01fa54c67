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

    public Located<TimeSpan>? AdvertInterval { get; set; }

    public Located<bool>? Preempt { get; set; }

    public Located<ChecksumForm>? Checksum { get; set; }

    public Located<IReadOnlyList<Located<IpPrefix>>>? Addresses { get; set; }
}

/// <summary>The keys of virtual_routers.NAME.</summary>
internal static class VirtualRouterTable
{
    private static readonly ChoiceShape<ChecksumForm> Checksums =
        new("checksum form", ("rfc5798", ChecksumForm.Rfc5798), ("rfc9568", ChecksumForm.Rfc9568));

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
        new Field<VirtualRouterDraft, TimeSpan>(
            "advert_interval", Scalars.Duration("10ms", "40.95s", "10ms"),
            (d, v) => d.AdvertInterval = v)
        {
            Default = "1s",
            Elsewhere = ["advert_int", "interval"],
            Help = "Time between adverts; a backup takes over about 3.6 of them (fewer for greater priorities) after the last one "
                + "it heard.",
        },
        new Field<VirtualRouterDraft, bool>("preempt", Scalars.Boolean, (d, v) => d.Preempt = v)
        {
            Default = "true",
            Elsewhere = ["nopreempt"],
            Help = "Whether a director takes over from a master of lower priority.",
        },
        new Field<VirtualRouterDraft, ChecksumForm>("checksum", Checksums, (d, v) => d.Checksum = v)
        {
            Default = "rfc5798",
            Help = "Checksum form that is sent over IPv4: rfc5798 with pseudo-header (keepalived, FRR), rfc9568 without. Both are "
                + "understood.",
        },
        new Field<VirtualRouterDraft, IReadOnlyList<Located<IpPrefix>>>(
            "addresses", new ListShape<IpPrefix>(Addresses.Prefix, "virtual addresses", 1), (d, v) => d.Addresses = v)
        {
            Required = true,
            Elsewhere = ["virtual_ipaddress", "vips"],
            Help = "Virtual addresses with the prefix length they get on the interface (none: /32); the same list on both directors.",
        });
}
