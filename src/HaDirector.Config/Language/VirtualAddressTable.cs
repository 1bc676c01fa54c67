using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Language;

/// <summary>One virtual address as written.</summary>
internal sealed class VirtualAddressDraft : Draft
{
    public Located<IpPrefix>? Address { get; set; }

    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<AddressScope>? Scope { get; set; }

    public Located<string>? Label { get; set; }

    public Located<bool>? DetectDuplicates { get; set; }
}

/// <summary>The keys of an item of virtual_routers.NAME.addresses.</summary>
internal static class VirtualAddressTable
{
    public static readonly ChoiceShape<AddressScope> Scopes = new("scope",
        ("global", AddressScope.Global), ("site", AddressScope.Site), ("link", AddressScope.Link), ("host", AddressScope.Host));

    public static readonly MappingShape<VirtualAddressDraft> Whole = new("virtual_routers.NAME.addresses",
        "a mapping such as { address: 192.0.2.80/24, label: \"eth0:web\" }",
        new Field<VirtualAddressDraft, IpPrefix>("address", Addresses.Prefix, (d, v) => d.Address = v)
        {
            Required = true,
            Elsewhere = ["ip", "addr"],
            Help = "The virtual address with the prefix length it gets on the interface (none: /32, IPv6 /128).",
        },
        new Field<VirtualAddressDraft, PerDirector<string>>("interface", new PerDirectorShape<string>(Scalars.Interface), (d, v) => d.Interface = v)
        {
            Default = "(the router's)",
            Elsewhere = ["dev"],
            Help = "Interface that holds it; one name, or one per director.",
        },
        new Field<VirtualAddressDraft, AddressScope>("scope", Scopes, (d, v) => d.Scope = v)
        {
            Default = "global",
            Help = "Scope as the kernel knows it.",
        },
        new Field<VirtualAddressDraft, string>("label", Scalars.Label, (d, v) => d.Label = v)
        {
            Help = "Label of an IPv4 address, as ifconfig shows it: the name of the interface, or that with ':' and a suffix.",
        },
        new Field<VirtualAddressDraft, bool>("detect_duplicates", Scalars.Boolean, (d, v) => d.DetectDuplicates = v)
        {
            Default = "false",
            Elsewhere = ["nodad", "dad"],
            Help = "Whether the kernel looks for a holder of an IPv6 address before it uses it: a takeover then waits a second or more.",
        });

    public static readonly BriefShape<VirtualAddressDraft, IpPrefix> Shape = new(Addresses.Prefix, (d, v) => d.Address = v, Whole);
}
