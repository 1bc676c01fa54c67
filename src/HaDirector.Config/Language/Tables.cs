using HaDirector.Config.Binding;
using HaDirector.Config.Language.Checks;

namespace HaDirector.Config.Language;

/// <summary>Every table of the language, in the order of the documentation.</summary>
internal static class Tables
{
    public static readonly IReadOnlyList<ITable> All =
    [
        FileTable.Shape, DirectorTable.Shape, VirtualRouterTable.Shape, VirtualAddressTable.Whole, UnicastTable.Shape,
        AuthenticationTable.Shape, AuthenticationTable.Hmac, AuthenticationTable.Key, AnnounceTable.Shape, RouteTable.Shape, RouteTable.Rule,
        TrackTable.Shape, TrackUseTables.Interface, TrackUseTables.Route, TrackUseTables.SourceAddress, TrackUseTables.Service, TrackUseTables.Named,
        ForeignRouterTable.Shape, TracksTable.Shape, TracksTable.Script, TracksTable.File, TracksTable.Process, BfdTable.Shape, PairTable.Shape, PairTable.Restart,
        ServiceTable.Shape, TunnelTable.Whole, PersistenceTable.Shape, SlowStartTable.Whole, LatencyWeightsTable.Shape, QuorumTable.Whole, FlapTable.Shape, ServerTable.Shape,
        CheckTable.Shape, TcpTable.Shape, TlsTable.Shape, HttpTable.Shape, HttpRequestTable.Json, HttpRequestTable.Shape, HttpTable.Https, TlsTable.Options,
        GrpcTable.Shape, DnsTable.Shape, UdpTable.Shape, IcmpTable.Shape, SmtpTable.Shape, ScriptCheckTable.Shape, FileCheckTable.Whole, AgentTable.Shape,
        BfdCheckTable.Whole, MassFailureTable.Shape, ConnectionSyncTable.Shape, IpvsPolicyTable.Shape, TimeoutsTable.Shape, KernelSettingsTable.Shape, ControlTable.Shape,
    ];
}
