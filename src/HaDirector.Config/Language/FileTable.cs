using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>A whole file as written.</summary>
internal sealed class FileDraft : Draft
{
    public Located<IReadOnlyList<Entry<DirectorDraft>>>? Directors { get; set; }

    public Located<IReadOnlyList<Entry<VirtualRouterDraft>>>? VirtualRouters { get; set; }

    public Located<IReadOnlyList<Entry<IReadOnlyList<Located<string>>>>>? SyncGroups { get; set; }

    public Located<IReadOnlyList<Located<ForeignRouterDraft>>>? ForeignRouters { get; set; }

    public Located<TracksDraft>? Tracks { get; set; }

    public Located<IReadOnlyList<Entry<BfdDraft>>>? Bfd { get; set; }

    public Located<PairDraft>? Pair { get; set; }

    public Located<RestartDraft>? Restart { get; set; }

    public Located<IReadOnlyList<Entry<ServiceDraft>>>? Services { get; set; }

    public Located<MassFailureDraft>? MassFailure { get; set; }

    public Located<string>? MaintenanceFolder { get; set; }

    public Located<ConnectionSyncDraft>? ConnectionSync { get; set; }

    public Located<IpvsPolicyDraft>? Ipvs { get; set; }

    public Located<ControlDraft>? Control { get; set; }
}

/// <summary>The keys of the file itself.</summary>
internal static class FileTable
{
    public static readonly MappingShape<FileDraft> Shape = new("the file",
        "a mapping with the keys directors, virtual_routers, services, ...",
        new Field<FileDraft, IReadOnlyList<Entry<DirectorDraft>>>(
            "directors", new MapShape<DirectorDraft>(Names.Director, DirectorTable.Shape, "directors"), (d, v) => d.Directors = v)
        {
            Required = true,
            Help = "The directors by name; a host finds itself by its host name, or by --director NAME.",
        },
        new Field<FileDraft, IReadOnlyList<Entry<VirtualRouterDraft>>>(
            "virtual_routers",
            new MapShape<VirtualRouterDraft>(Names.VirtualRouter, VirtualRouterTable.Shape, "virtual routers"),
            (d, v) => d.VirtualRouters = v)
        {
            Elsewhere = ["vrrp_instance", "vrrp"],
            Help = "Virtual routers by name: who holds which addresses.",
        },
        new Field<FileDraft, IReadOnlyList<Entry<IReadOnlyList<Located<string>>>>>(
            "sync_groups",
            new MapShape<IReadOnlyList<Located<string>>>(Names.InMessages, new ListShape<string>(Scalars.Name(Names.VirtualRouter), "virtual routers", 2), "lists of virtual routers"),
            (d, v) => d.SyncGroups = v)
        {
            Elsewhere = ["vrrp_sync_group"],
            Help = "Virtual routers of one fate: master together or not at all.",
        },
        new Field<FileDraft, IReadOnlyList<Located<ForeignRouterDraft>>>(
            "foreign_virtual_routers", new ListShape<ForeignRouterDraft>(ForeignRouterTable.Shape, "virtual routers of others", 1), (d, v) => d.ForeignRouters = v)
        {
            Help = "Virtual routers of others on the same networks, which are known and not worth a condition.",
        },
        new Field<FileDraft, TracksDraft>("tracks", TracksTable.Shape, (d, v) => d.Tracks = v)
        {
            Elsewhere = ["vrrp_script", "vrrp_track_process", "vrrp_track_file"],
            Help = "Scripts, files and processes that virtual routers may track.",
        },
        new Field<FileDraft, IReadOnlyList<Entry<BfdDraft>>>(
            "bfd", new MapShape<BfdDraft>(Names.InMessages, BfdTable.Shape, "BFD sessions"), (d, v) => d.Bfd = v)
        {
            Elsewhere = ["bfd_instance"],
            Help = "BFD sessions by name, which find within milliseconds that the other end is gone.",
        },
        new Field<FileDraft, PairDraft>("pair", PairTable.Shape, (d, v) => d.Pair = v)
        {
            Help = "How directors that have an address see each other, apart from adverts.",
        },
        new Field<FileDraft, RestartDraft>("restart", PairTable.Restart, (d, v) => d.Restart = v)
        {
            Help = "What a director does that is started again.",
        },
        new Field<FileDraft, IReadOnlyList<Entry<ServiceDraft>>>(
            "services", new MapShape<ServiceDraft>(Names.Service, ServiceTable.Shape, "virtual services"), (d, v) => d.Services = v)
        {
            Elsewhere = ["virtual_server", "virtual_servers"],
            Help = "Virtual services by name: what the kernel forwards to which servers.",
        },
        new Field<FileDraft, MassFailureDraft>("mass_failure", MassFailureTable.Shape, (d, v) => d.MassFailure = v)
        {
            Help = "What is done when most servers of all services fail in the same moment.",
        },
        new Field<FileDraft, string>("maintenance_folder", Scalars.File, (d, v) => d.MaintenanceFolder = v)
        {
            Default = "(none)",
            Elsewhere = ["maintenancedir"],
            Help = "Folder with a file for each server that is worked on, named ADDRESS or ADDRESS:PORT (IPv6 with a port: [ADDRESS]:PORT).",
        },
        new Field<FileDraft, ConnectionSyncDraft>("connection_sync", ConnectionSyncTable.Shape, (d, v) => d.ConnectionSync = v)
        {
            Elsewhere = ["lvs_sync_daemon"],
            Help = "How the other director's kernel comes to hold the same connections.",
        },
        new Field<FileDraft, IpvsPolicyDraft>("ipvs", IpvsPolicyTable.Shape, (d, v) => d.Ipvs = v)
        {
            Help = "How the kernel's table is treated.",
        },
        new Field<FileDraft, ControlDraft>("control", ControlTable.Shape, (d, v) => d.Control = v)
        {
            Help = "Where the director can be asked and measured.",
        });
}
