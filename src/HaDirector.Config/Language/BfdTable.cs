using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>A BFD session as written.</summary>
internal sealed class BfdDraft : Draft
{
    public Located<PerDirector<IpAddress>>? Peer { get; set; }

    public Located<PerDirector<IpAddress>>? Local { get; set; }

    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<TimeSpan>? Interval { get; set; }

    public Located<TimeSpan>? ReceiveInterval { get; set; }

    public Located<int>? Multiplier { get; set; }

    public Located<bool>? MultiHop { get; set; }

    public Located<int>? HopLimit { get; set; }

    public Located<bool>? Passive { get; set; }
}

/// <summary>The keys of bfd.NAME.</summary>
internal static class BfdTable
{
    public static readonly MappingShape<BfdDraft> Shape = new("bfd.NAME", "a mapping such as { interface: eth0, interval: 10ms }",
        new Field<BfdDraft, PerDirector<IpAddress>>("peer", new PerDirectorShape<IpAddress>(Addresses.Address), (d, v) => d.Peer = v)
        {
            Default = "(the other director's address)",
            Elsewhere = ["neighbor_ip"],
            Help = "The other end; one for all, or one per director.",
        },
        new Field<BfdDraft, PerDirector<IpAddress>>("local", new PerDirectorShape<IpAddress>(Addresses.Address), (d, v) => d.Local = v)
        {
            Default = "(the director's address, or the kernel's choice when peer is given)",
            Elsewhere = ["source_ip"],
            Help = "This end.",
        },
        new Field<BfdDraft, PerDirector<string>>("interface", new PerDirectorShape<string>(Scalars.Interface), (d, v) => d.Interface = v)
        {
            Help = "Interface of the session; needed unless multihop.",
        },
        new Field<BfdDraft, TimeSpan>("interval", Scalars.Duration("3ms", "60s"), (d, v) => d.Interval = v)
        {
            Default = "50ms",
            Elsewhere = ["min_tx", "transmit_interval"],
            Help = "Time between our packets; the greater of this and what the other end can bear counts.",
        },
        new Field<BfdDraft, TimeSpan>("receive_interval", Scalars.Duration("3ms", "60s"), (d, v) => d.ReceiveInterval = v)
        {
            Default = "(the interval)",
            Elsewhere = ["min_rx"],
            Help = "Least time between packets of the other end that we can bear.",
        },
        new Field<BfdDraft, int>("multiplier", Scalars.Number(1, 255), (d, v) => d.Multiplier = v)
        {
            Default = "3",
            Elsewhere = ["detect_multiplier"],
            Help = "How many packets may be missed before the session is down.",
        },
        new Field<BfdDraft, bool>("multihop", Scalars.Boolean, (d, v) => d.MultiHop = v)
        {
            Default = "false",
            Help = "Whether routers may be in between (RFC 5883).",
        },
        new Field<BfdDraft, int>("hop_limit", Scalars.Number(1, 255), (d, v) => d.HopLimit = v)
        {
            Default = "(255, multihop 1)",
            Elsewhere = ["max_hops", "ttl"],
            Help = "Least TTL or hop limit that is believed; only with multihop.",
        },
        new Field<BfdDraft, bool>("passive", Scalars.Boolean, (d, v) => d.Passive = v)
        {
            Default = "false",
            Help = "Whether to wait for the other end's first packet.",
        });
}
