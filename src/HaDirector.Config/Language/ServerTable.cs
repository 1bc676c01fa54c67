using HaDirector.Config.Binding;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Language;

/// <summary>One real server as written.</summary>
internal sealed class ServerDraft : Draft
{
    public Located<ServerAddress>? Address { get; set; }

    public Located<int>? Weight { get; set; }

    public Located<int>? UpperThreshold { get; set; }

    public Located<int>? LowerThreshold { get; set; }

    public Located<Forwarding>? Forwarding { get; set; }

    public Located<TunnelDraft>? Tunnel { get; set; }

    public Located<CheckDraft>? Check { get; set; }

    public Located<bool>? Backup { get; set; }
}

/// <summary>The keys of one of services.NAME.servers.</summary>
internal static class ServerTable
{
    public const int DefaultWeight = 1;

    public static readonly ChoiceShape<Forwarding> Forwardings =
        new("forwarding method", ("dr", Forwarding.DirectRouting), ("nat", Forwarding.Nat), ("tun", Forwarding.Tunnel));

    public static readonly MappingShape<ServerDraft> Shape = new("services.NAME.servers", "a mapping such as { address: 192.0.2.21 }",
        new Field<ServerDraft, ServerAddress>("address", Addresses.Server, (d, v) => d.Address = v)
        {
            Required = true,
            Elsewhere = ["real_server", "ip", "host"],
            Help = "Address of the real server; the port is the service's unless written (another port needs nat).",
        },
        new Field<ServerDraft, int>("weight", Scalars.Number(0, 65535), (d, v) => d.Weight = v)
        {
            Default = "1",
            Help = "Share of new connections, for schedulers that weigh; 0 takes no new ones.",
        },
        new Field<ServerDraft, int>("upper_threshold", Scalars.Number(0, int.MaxValue), (d, v) => d.UpperThreshold = v)
        {
            Default = "0",
            Elsewhere = ["uthreshold"],
            Help = "Connections at which no new ones come; 0 is no limit.",
        },
        new Field<ServerDraft, int>("lower_threshold", Scalars.Number(0, int.MaxValue), (d, v) => d.LowerThreshold = v)
        {
            Default = "0",
            Elsewhere = ["lthreshold"],
            Help = "Connections below which new ones come again; 0 is 3/4 of upper_threshold.",
        },
        new Field<ServerDraft, Forwarding>("forwarding", Forwardings, (d, v) => d.Forwarding = v)
        {
            Default = "(the service's)",
            Elsewhere = ["lb_kind", "lvs_method"],
            Help = "How packets reach this server.",
        },
        new Field<ServerDraft, TunnelDraft>("tunnel", TunnelTable.Shape, (d, v) => d.Tunnel = v)
        {
            Default = "(the service's)",
            Elsewhere = ["tun_type", "tunnel_type"],
            Help = "Which tunnel goes to this server, with forwarding: tun.",
        },
        new Field<ServerDraft, CheckDraft>("check", CheckTable.Anywhere, (d, v) => d.Check = v)
        {
            Default = "(the service's)",
            Help = "Keys of the service's check that differ for this server.",
        },
        new Field<ServerDraft, bool>("backup", Scalars.Boolean, (d, v) => d.Backup = v)
        {
            Default = "false",
            Help = "Whether it is used only as far as the other servers do not suffice.",
        });

    /// <summary>A sorry server: the same keys, of which few make sense.</summary>
    public static readonly BriefShape<ServerDraft, ServerAddress> Sorry = new(Addresses.Server, (d, v) => d.Address = v, Shape);
}
