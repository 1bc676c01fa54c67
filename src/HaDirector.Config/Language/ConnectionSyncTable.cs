using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>How connections reach the other director's kernel.</summary>
internal enum SyncMode : byte
{
    Kernel,
    Off,
    Relay,
}

/// <summary>Connection sync as written.</summary>
internal sealed class ConnectionSyncDraft : Draft
{
    public Located<SyncMode>? Mode { get; set; }

    public Located<PerDirector<string>>? Interface { get; set; }

    public Located<int>? SyncId { get; set; }
}

/// <summary>The keys of connection_sync.</summary>
internal static class ConnectionSyncTable
{
    /// <summary>The design's third mode, known so that it can be answered politely.</summary>
    private static readonly ChoiceShape<SyncMode> Modes =
        new("mode", ("kernel", SyncMode.Kernel), ("off", SyncMode.Off), ("relay", SyncMode.Relay));

    public static readonly MappingShape<ConnectionSyncDraft> Shape = new("connection_sync",
        "a mapping such as { mode: kernel, interface: eth1, sync_id: 1 }",
        new Field<ConnectionSyncDraft, SyncMode>("mode", Modes, (d, v) => d.Mode = v)
        {
            Default = "kernel",
            Help = "kernel: its sync daemon follows the VRRP role; off: none. (relay is a name of a later version.)",
        },
        new Field<ConnectionSyncDraft, PerDirector<string>>(
            "interface", new PerDirectorShape<string>(Scalars.Interface),
            (d, v) => d.Interface = v)
        {
            Elsewhere = ["mcast_interface", "lvs_sync_daemon"],
            Help = "Interface of the sync traffic, a trusted network: it is not authenticated; one name, or one per director. "
                + "Needed by mode kernel.",
        },
        new Field<ConnectionSyncDraft, int>("sync_id", Scalars.Number(1, 255), (d, v) => d.SyncId = v)
        {
            Elsewhere = ["id", "syncid"],
            Help = "Number of the pair: the same on both directors, unlike other pairs' on that network. Needed by mode kernel.",
        });
}
