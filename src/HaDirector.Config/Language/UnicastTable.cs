using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>Unicast adverts as written.</summary>
internal sealed class UnicastDraft : Draft
{
    public Located<PerDirector<IReadOnlyList<Located<IpAddress>>>>? Peers { get; set; }

    public Located<PerDirector<IpAddress>>? Source { get; set; }

    public Located<bool>? CheckSource { get; set; }

    public Located<int>? HopLimit { get; set; }

    public Located<bool>? AllowUnauthenticated { get; set; }
}

/// <summary>The keys of virtual_routers.NAME.unicast.</summary>
internal static class UnicastTable
{
    public static readonly MappingShape<UnicastDraft> Shape = new("virtual_routers.NAME.unicast",
        "a mapping such as { peers: [ 192.0.2.11, 192.0.2.12 ] }, or {} for the addresses of the directors",
        new Field<UnicastDraft, PerDirector<IReadOnlyList<Located<IpAddress>>>>("peers",
            new PerDirectorShape<IReadOnlyList<Located<IpAddress>>>(new ListShape<IpAddress>(Addresses.Address, "addresses", 1)), (d, v) => d.Peers = v)
        {
            Default = "(the addresses of the other directors)",
            Elsewhere = ["unicast_peer", "peer"],
            Help = "Who gets the adverts, of both families where the router has both. A director leaves its own address out, so one list serves all.",
        },
        new Field<UnicastDraft, PerDirector<IpAddress>>("source", new PerDirectorShape<IpAddress>(Addresses.Address), (d, v) => d.Source = v)
        {
            Default = "(the director's address)",
            Elsewhere = ["unicast_src_ip", "source_address"],
            Help = "Source of the adverts.",
        },
        new Field<UnicastDraft, bool>("check_source", Scalars.Boolean, (d, v) => d.CheckSource = v)
        {
            Default = "true",
            Elsewhere = ["check_unicast_src"],
            Help = "Whether adverts are believed from the peers only.",
        },
        new Field<UnicastDraft, int>("hop_limit", Scalars.Number(1, 255), (d, v) => d.HopLimit = v)
        {
            Default = "255",
            Elsewhere = ["min_ttl", "ttl", "unicast_ttl"],
            Help = "Least TTL or hop limit of an advert that is believed; under 255 there may be routers in between, and then authentication.hmac is needed.",
        },
        new Field<UnicastDraft, bool>("allow_unauthenticated", Scalars.Boolean, (d, v) => d.AllowUnauthenticated = v)
        {
            Default = "false",
            Help = "Whether adverts that routers forwarded are believed without HMAC: then whoever can send here can take the addresses away.",
        })
    { AllowEmpty = true };
}
