using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>Virtual routers of others on one network, as written.</summary>
internal sealed class ForeignRouterDraft : Draft
{
    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<IReadOnlyList<Located<int>>>? VirtualRouterIds { get; set; }
}

/// <summary>The keys of an item of foreign_virtual_routers.</summary>
internal static class ForeignRouterTable
{
    public static readonly MappingShape<ForeignRouterDraft> Shape = new("foreign_virtual_routers", "a mapping such as { interface: eth0, virtual_router_ids: [ 7 ] }",
        new Field<ForeignRouterDraft, PerDirector<string>>("interface", new PerDirectorShape<string>(Scalars.Interface), (d, v) => d.Interface = v)
        {
            Required = true,
            Help = "Interface that hears them; one name, or one per director.",
        },
        new Field<ForeignRouterDraft, IReadOnlyList<Located<int>>>(
            "virtual_router_ids", new ListShape<int>(Scalars.Number(1, 255), "virtual router ids", 1, 255), (d, v) => d.VirtualRouterIds = v)
        {
            Required = true,
            Elsewhere = ["virtual_router_id"],
            Help = "Their virtual router ids.",
        });
}
