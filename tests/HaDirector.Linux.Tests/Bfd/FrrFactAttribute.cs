using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.Bfd;

/// <summary>A test that also needs FRR.</summary>
public sealed class FrrFactAttribute : FactAttribute
{
    public FrrFactAttribute() => Skip = new NamespaceFactAttribute().Skip ?? (File.Exists("/usr/lib/frr/bfdd") ? null : "frr is not installed");
}
