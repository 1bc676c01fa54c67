using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>A whole file as written.</summary>
internal sealed class FileDraft : Draft
{
    public Located<IReadOnlyList<Entry<DirectorDraft>>>? Directors { get; set; }

    public Located<IReadOnlyList<Entry<VirtualRouterDraft>>>? VirtualRouters { get; set; }

    public Located<IReadOnlyList<Entry<ServiceDraft>>>? Services { get; set; }

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
        new Field<FileDraft, IReadOnlyList<Entry<ServiceDraft>>>(
            "services", new MapShape<ServiceDraft>(Names.Service, ServiceTable.Shape, "virtual services"), (d, v) => d.Services = v)
        {
            Elsewhere = ["virtual_server", "virtual_servers"],
            Help = "Virtual services by name: what the kernel forwards to which servers.",
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
