using HaDirector.Config.Binding;
using HaDirector.Vrrp;

namespace HaDirector.Config.Language;

/// <summary>What the free names of the language may be.</summary>
internal static class Names
{
    /// <summary>A host name.</summary>
    public static readonly NameRule Director = new(63);

    /// <summary>Must fit the fixed-size messages between the processes.</summary>
    public static readonly NameRule VirtualRouter = new(VirtualRouterSpec.NameMax);

    /// <summary>Sync groups and BFD sessions travel in these messages, too.</summary>
    public static readonly NameRule InMessages = VirtualRouter;

    /// <summary>With its kind before it, it still fits the name of a tracked object.</summary>
    public static readonly NameRule Track = new(63);

    /// <summary>Appears as a label of metrics.</summary>
    public static readonly NameRule Service = new(63);
}
