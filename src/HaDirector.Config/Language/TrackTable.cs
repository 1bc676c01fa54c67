using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>What a router tracks, as written.</summary>
internal sealed class TrackDraft : Draft
{
    public Located<IReadOnlyList<Located<InterfaceUseDraft>>>? Interfaces { get; set; }

    public Located<IReadOnlyList<Located<RouteUseDraft>>>? Routes { get; set; }

    public Located<IReadOnlyList<Located<SourceAddressUseDraft>>>? SourceAddresses { get; set; }

    public Located<IReadOnlyList<Located<NamedUseDraft>>>? Bfd { get; set; }

    public Located<IReadOnlyList<Located<NamedUseDraft>>>? Routers { get; set; }

    public Located<IReadOnlyList<Located<ServiceUseDraft>>>? Services { get; set; }

    public Located<IReadOnlyList<Located<NamedUseDraft>>>? Scripts { get; set; }

    public Located<IReadOnlyList<Located<NamedUseDraft>>>? Files { get; set; }

    public Located<IReadOnlyList<Located<NamedUseDraft>>>? Processes { get; set; }
}

/// <summary>The keys of virtual_routers.NAME.track.</summary>
internal static class TrackTable
{
    private static readonly ListShape<NamedUseDraft> NamedUses = new(
        new BriefShape<NamedUseDraft, string>(Scalars.Name(Names.Track), (d, v) => d.Name = v, TrackUseTables.Named), "names", 1);

    public static readonly MappingShape<TrackDraft> Shape = new("virtual_routers.NAME.track", "a mapping such as { interfaces: [ eth1 ] }",
        new Field<TrackDraft, IReadOnlyList<Located<InterfaceUseDraft>>>("interfaces",
            new ListShape<InterfaceUseDraft>(new BriefShape<InterfaceUseDraft, string>(
                Scalars.Interface, (d, v) => d.Name = new(new PerDirector<string>(v), v.At), TrackUseTables.Interface), "interfaces", 1),
            (d, v) => d.Interfaces = v)
        {
            Elsewhere = ["track_interface", "interface"],
            Help = "Interfaces: up is present, up and with carrier.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<RouteUseDraft>>>("routes",
            new ListShape<RouteUseDraft>(new BriefShape<RouteUseDraft, IpPrefix>(Addresses.Network, (d, v) => d.To = v, TrackUseTables.Route), "routes", 1),
            (d, v) => d.Routes = v)
        {
            Help = "Routes: up is in the table.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<SourceAddressUseDraft>>>("source_addresses",
            new ListShape<SourceAddressUseDraft>(new BriefShape<SourceAddressUseDraft, IpAddress>(
                Addresses.Address, (d, v) => d.Address = new(new PerDirector<IpAddress>(v), v.At), TrackUseTables.SourceAddress), "addresses", 1),
            (d, v) => d.SourceAddresses = v)
        {
            Elsewhere = ["track_src_ip", "source_address"],
            Help = "Addresses of the host: up is on an interface.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<NamedUseDraft>>>("bfd", NamedUses, (d, v) => d.Bfd = v)
        {
            Elsewhere = ["track_bfd"],
            Help = "BFD sessions of the file: up is the state Up.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<NamedUseDraft>>>("routers", NamedUses, (d, v) => d.Routers = v)
        {
            Help = "Other virtual routers of the file: up is master or backup.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<ServiceUseDraft>>>("services",
            new ListShape<ServiceUseDraft>(new BriefShape<ServiceUseDraft, string>(Scalars.Name(Names.Service), (d, v) => d.Name = v, TrackUseTables.Service), "names", 1),
            (d, v) => d.Services = v)
        {
            Help = "Virtual services of the file: up is enough servers up.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<NamedUseDraft>>>("scripts", NamedUses, (d, v) => d.Scripts = v)
        {
            Elsewhere = ["track_script"],
            Help = "Scripts of tracks.scripts: up is exit status 0.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<NamedUseDraft>>>("files", NamedUses, (d, v) => d.Files = v)
        {
            Elsewhere = ["track_file"],
            Help = "Files of tracks.files: their number times the weight is added to the priority.",
        },
        new Field<TrackDraft, IReadOnlyList<Located<NamedUseDraft>>>("processes", NamedUses, (d, v) => d.Processes = v)
        {
            Elsewhere = ["track_process"],
            Help = "Processes of tracks.processes: up is the right number of them.",
        });
}
