using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>How a router uses something it tracks, as written.</summary>
internal abstract class TrackUseDraft : Draft
{
    public Located<int>? Weight { get; set; }

    public Located<bool>? Reverse { get; set; }
}

/// <summary>A tracked interface as written.</summary>
internal sealed class InterfaceUseDraft : TrackUseDraft
{
    public Located<PerDirector<string>>? Name { get; set; }

    public Located<TimeSpan>? UpDelay { get; set; }

    public Located<TimeSpan>? DownDelay { get; set; }
}

/// <summary>A tracked route as written.</summary>
internal sealed class RouteUseDraft : TrackUseDraft
{
    public Located<IpPrefix>? To { get; set; }

    public Located<int>? Table { get; set; }
}

/// <summary>A tracked address of the host as written.</summary>
internal sealed class SourceAddressUseDraft : TrackUseDraft
{
    public Located<PerDirector<IpAddress>>? Address { get; set; }
}

/// <summary>A tracked service as written.</summary>
internal sealed class ServiceUseDraft : TrackUseDraft
{
    public Located<string>? Name { get; set; }

    public Located<int>? Minimum { get; set; }
}

/// <summary>Something tracked that is described elsewhere, as written.</summary>
internal sealed class NamedUseDraft : TrackUseDraft
{
    public Located<string>? Name { get; set; }
}

/// <summary>The forms of an item of virtual_routers.NAME.track.KIND: each its subject alone, or a mapping.</summary>
internal static class TrackUseTables
{
    public static readonly MappingShape<InterfaceUseDraft> Interface = new("virtual_routers.NAME.track.interfaces", "a mapping such as { name: eth1, weight: -50 }",
        new Field<InterfaceUseDraft, PerDirector<string>>("name", new PerDirectorShape<string>(Scalars.Interface), (d, v) => d.Name = v)
        {
            Required = true,
            Elsewhere = ["interface"],
            Help = "Interface that must be there, up and with carrier; one name, or one per director.",
        },
        Weight<InterfaceUseDraft>(),
        Reverse<InterfaceUseDraft>(),
        new Field<InterfaceUseDraft, TimeSpan>("up_delay", Delay, (d, v) => d.UpDelay = v)
        {
            Default = "0s",
            Elsewhere = ["linkbeat_interval"],
            Help = "How long it must be up before it counts as up.",
        },
        new Field<InterfaceUseDraft, TimeSpan>("down_delay", Delay, (d, v) => d.DownDelay = v)
        {
            Default = "0s",
            Help = "How long it must be down before it counts as down.",
        });

    public static readonly MappingShape<RouteUseDraft> Route = new("virtual_routers.NAME.track.routes", "a mapping such as { to: 0.0.0.0/0, weight: -50 }",
        new Field<RouteUseDraft, IpPrefix>("to", Addresses.Network, (d, v) => d.To = v)
        {
            Required = true,
            Elsewhere = ["destination", "dst"],
            Help = "Destination of the route, exactly.",
        },
        new Field<RouteUseDraft, int>("table", Scalars.Number(1, int.MaxValue), (d, v) => d.Table = v)
        {
            Default = "254",
            Help = "Its routing table; 254 is main.",
        },
        Weight<RouteUseDraft>(),
        Reverse<RouteUseDraft>());

    public static readonly MappingShape<SourceAddressUseDraft> SourceAddress = new(
        "virtual_routers.NAME.track.source_addresses", "a mapping such as { address: { lb01: 192.0.2.11, lb02: 192.0.2.12 } }",
        new Field<SourceAddressUseDraft, PerDirector<IpAddress>>("address", new PerDirectorShape<IpAddress>(Addresses.Address), (d, v) => d.Address = v)
        {
            Required = true,
            Help = "Address that must be on an interface of the host; one, or one per director.",
        },
        Weight<SourceAddressUseDraft>(),
        Reverse<SourceAddressUseDraft>());

    public static readonly MappingShape<ServiceUseDraft> Service = new("virtual_routers.NAME.track.services", "a mapping such as { name: web, minimum: 2 }",
        new Field<ServiceUseDraft, string>("name", Scalars.Name(Names.Service), (d, v) => d.Name = v)
        {
            Required = true,
            Elsewhere = ["service"],
            Help = "Virtual service of the file.",
        },
        new Field<ServiceUseDraft, int>("minimum", Scalars.Number(1, 65535), (d, v) => d.Minimum = v)
        {
            Default = "1",
            Elsewhere = ["quorum"],
            Help = "Fewest servers that must be up.",
        },
        Weight<ServiceUseDraft>(),
        Reverse<ServiceUseDraft>());

    /// <summary>Scripts, files, processes, BFD sessions and virtual routers are tracked in the same words.</summary>
    public static readonly MappingShape<NamedUseDraft> Named = new("virtual_routers.NAME.track.scripts", "a mapping such as { name: chk, weight: -50 }",
        new Field<NamedUseDraft, string>("name", Scalars.Name(Names.Track), (d, v) => d.Name = v)
        {
            Required = true,
            Help = "Its name where it is described.",
        },
        Weight<NamedUseDraft>(),
        Reverse<NamedUseDraft>());

    private static ScalarShape<TimeSpan> Delay => Scalars.Duration("0s", "1h");

    private static Field<T, int> Weight<T>()
        where T : TrackUseDraft => new("weight", Scalars.Number(-253, 253), (d, v) => d.Weight = v)
        {
            Default = "(0, of a file 1)",
            Help = "A positive one is added to the priority while up, a negative one while down; 0: while down the router takes no part. "
                + "Of a file it multiplies the number.",
        };

    private static Field<T, bool> Reverse<T>()
        where T : TrackUseDraft => new("reverse", Scalars.Boolean, (d, v) => d.Reverse = v)
        {
            Default = "false",
            Help = "Takes up for down and down for up.",
        };
}
