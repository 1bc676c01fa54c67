using HaDirector.Config.Binding;

namespace HaDirector.Config.Language;

/// <summary>Every table of the language, in the order of the documentation.</summary>
internal static class Tables
{
    public static readonly IReadOnlyList<ITable> All =
    [
        FileTable.Shape, DirectorTable.Shape, VirtualRouterTable.Shape, VirtualAddressTable.Whole, UnicastTable.Shape,
        AuthenticationTable.Shape, AuthenticationTable.Hmac, AuthenticationTable.Key, AnnounceTable.Shape, RouteTable.Shape, RouteTable.Rule,
        TrackTable.Shape, TrackUseTables.Interface, TrackUseTables.Route, TrackUseTables.SourceAddress, TrackUseTables.Service, TrackUseTables.Named,
        TracksTable.Shape, TracksTable.Script, TracksTable.File, TracksTable.Process, BfdTable.Shape, PairTable.Shape, PairTable.Restart,
        ServiceTable.Shape,
        PersistenceTable.Shape, CheckTable.Shape, HttpTable.Shape,
        ServerTable.Shape, ConnectionSyncTable.Shape, IpvsPolicyTable.Shape, ControlTable.Shape,
    ];
}
