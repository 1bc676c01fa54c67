using HaDirector.Config.Binding;

namespace HaDirector.Config.Language;

/// <summary>Every table of the language, in the order of the documentation.</summary>
internal static class Tables
{
    public static readonly IReadOnlyList<ITable> All =
    [
        FileTable.Shape, DirectorTable.Shape, VirtualRouterTable.Shape, ServiceTable.Shape,
        PersistenceTable.Shape, CheckTable.Shape, HttpTable.Shape,
        ServerTable.Shape, ConnectionSyncTable.Shape, IpvsPolicyTable.Shape, ControlTable.Shape,
    ];
}
