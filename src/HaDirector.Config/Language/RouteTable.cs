using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Language;

/// <summary>A virtual route as written.</summary>
internal sealed class RouteDraft : Draft
{
    public Located<IpPrefix>? To { get; set; }

    public Located<PerDirector<IpAddress>>? Via { get; set; }

    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<PerDirector<IpAddress>>? Source { get; set; }

    public Located<int>? Table { get; set; }

    public Located<int>? Metric { get; set; }

    public Located<AddressScope>? Scope { get; set; }
}

/// <summary>A virtual rule as written.</summary>
internal sealed class RuleDraft : Draft
{
    public Located<IpPrefix>? From { get; set; }

    public Located<IpPrefix>? To { get; set; }

    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<int>? Mark { get; set; }

    public Located<int>? Table { get; set; }

    public Located<int>? Preference { get; set; }
}

/// <summary>The keys of virtual_routers.NAME.routes and .rules; the words are those of ip-route(8) and ip-rule(8).</summary>
internal static class RouteTable
{
    public static readonly MappingShape<RouteDraft> Shape = new("virtual_routers.NAME.routes", "a mapping such as { to: 198.51.100.0/24, via: 192.0.2.1 }",
        new Field<RouteDraft, IpPrefix>("to", Addresses.Network, (d, v) => d.To = v)
        {
            Required = true,
            Elsewhere = ["destination", "dst"],
            Help = "Destination: a network, or 0.0.0.0/0 or ::/0 for the default route.",
        },
        new Field<RouteDraft, PerDirector<IpAddress>>("via", new PerDirectorShape<IpAddress>(Addresses.Address), (d, v) => d.Via = v)
        {
            Elsewhere = ["gateway", "gw"],
            Help = "Next hop; without one the destination is directly on the interface.",
        },
        new Field<RouteDraft, PerDirector<string>>("interface", new PerDirectorShape<string>(Scalars.Interface), (d, v) => d.Interface = v)
        {
            Default = "(the router's)",
            Elsewhere = ["dev"],
            Help = "Interface of the route.",
        },
        new Field<RouteDraft, PerDirector<IpAddress>>("source", new PerDirectorShape<IpAddress>(Addresses.Address), (d, v) => d.Source = v)
        {
            Elsewhere = ["src"],
            Help = "Source address of packets that this host itself sends by the route.",
        },
        new Field<RouteDraft, int>("table", Scalars.Number(1, int.MaxValue), (d, v) => d.Table = v)
        {
            Default = "254",
            Help = "Routing table; 254 is main.",
        },
        new Field<RouteDraft, int>("metric", Scalars.Number(0, int.MaxValue), (d, v) => d.Metric = v)
        {
            Default = "0",
            Help = "Metric; 0 is the kernel's default.",
        },
        new Field<RouteDraft, AddressScope>("scope", VirtualAddressTable.Scopes, (d, v) => d.Scope = v)
        {
            Default = "global",
            Help = "Scope of the route.",
        });

    public static readonly MappingShape<RuleDraft> Rule = new("virtual_routers.NAME.rules", "a mapping such as { from: 192.0.2.80/32, table: 100 }",
        new Field<RuleDraft, IpPrefix>("from", Addresses.Network, (d, v) => d.From = v)
        {
            Help = "Source of the packets; none is any.",
        },
        new Field<RuleDraft, IpPrefix>("to", Addresses.Network, (d, v) => d.To = v)
        {
            Help = "Destination of the packets; none is any. A rule without from and to is one of IPv4.",
        },
        new Field<RuleDraft, PerDirector<string>>("interface", new PerDirectorShape<string>(Scalars.Interface), (d, v) => d.Interface = v)
        {
            Elsewhere = ["iif", "dev"],
            Help = "Interface the packets came by; none is any.",
        },
        new Field<RuleDraft, int>("mark", Scalars.Number(1, int.MaxValue), (d, v) => d.Mark = v)
        {
            Elsewhere = ["fwmark"],
            Help = "Firewall mark of the packets; none is any.",
        },
        new Field<RuleDraft, int>("table", Scalars.Number(1, int.MaxValue), (d, v) => d.Table = v)
        {
            Required = true,
            Elsewhere = ["lookup"],
            Help = "Routing table that is looked up.",
        },
        new Field<RuleDraft, int>("preference", Scalars.Number(1, 32765), (d, v) => d.Preference = v)
        {
            Elsewhere = ["priority", "pref", "order"],
            Default = "32765",
            Help = "Place among the rules, the smallest first; the default is right before the table main.",
        });
}
