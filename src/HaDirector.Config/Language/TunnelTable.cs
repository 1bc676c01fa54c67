using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Language;

/// <summary>A tunnel to real servers as written.</summary>
internal sealed class TunnelDraft : Draft
{
    public Located<TunnelType>? Type { get; set; }

    public Located<int>? Port { get; set; }

    public Located<TunnelChecksum>? Checksum { get; set; }

    /// <summary>The tunnel; GUE without a port has the one that is registered for it.</summary>
    public TunnelSpec Spec
    {
        get
        {
            TunnelType type = Type?.Value ?? TunnelType.Ipip;
            return new(type, type == TunnelType.Gue ? (ushort)(Port?.Value ?? TunnelTable.GuePort) : (ushort)0, Checksum?.Value ?? TunnelChecksum.None);
        }
    }
}

/// <summary>The keys of services.NAME.tunnel and of a server's.</summary>
internal static class TunnelTable
{
    /// <summary>IANA's port of GUE.</summary>
    public const int GuePort = 6080;

    private static readonly ChoiceShape<TunnelType> Types = new("tunnel", ("ipip", TunnelType.Ipip), ("gue", TunnelType.Gue), ("gre", TunnelType.Gre));

    private static readonly ChoiceShape<TunnelChecksum> Checksums =
        new("checksum", ("none", TunnelChecksum.None), ("full", TunnelChecksum.Full), ("remote", TunnelChecksum.Remote));

    public static readonly MappingShape<TunnelDraft> Whole = new("services.NAME.tunnel", "a mapping such as { type: gue, port: 6080 }",
        new Field<TunnelDraft, TunnelType>("type", Types, (d, v) => d.Type = v)
        {
            Required = true,
            Elsewhere = ["tun_type", "tun-type"],
            Help = "What packets are wrapped in: ipip (IP in IP), gue (UDP) or gre.",
        },
        new Field<TunnelDraft, int>("port", Scalars.Number(1, 65535), (d, v) => d.Port = v)
        {
            Default = "(gue: 6080)",
            Elsewhere = ["tun_port", "tun-port"],
            Help = "UDP port of the servers to which gue goes.",
        },
        new Field<TunnelDraft, TunnelChecksum>("checksum", Checksums, (d, v) => d.Checksum = v)
        {
            Default = "none",
            Help = "Checksum of the outer header, for gue and gre: none, full, or remote (gue: the server makes the inner one).",
        });

    public static readonly BriefShape<TunnelDraft, TunnelType> Shape = new(Types, (d, v) => d.Type = v, Whole);
}
