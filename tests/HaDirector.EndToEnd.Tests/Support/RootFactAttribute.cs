namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>A test that makes network namespaces and so needs root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root for network namespaces";
}

/// <summary>A test that also needs the published executable.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFactAttribute : FactAttribute
{
    public PublishedFactAttribute() => Skip = new RootFactAttribute().Skip ?? (RunningDirector.IsSingleFile ? null : "HADIRECTOR_EXE names no published executable");
}

/// <summary>A theory that makes network namespaces and so needs root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root for network namespaces";
}

/// <summary>A test that also needs FRR.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FrrFactAttribute : FactAttribute
{
    public FrrFactAttribute() => Skip = new RootFactAttribute().Skip ?? (File.Exists("/usr/lib/frr/bfdd") ? null : "frr is not installed");
}

/// <summary>A test that needs a kernel with ip_vs; inside the lab (IPVS_LAB=1) it runs whatever happens.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IpvsFactAttribute : FactAttribute
{
    public IpvsFactAttribute() =>
        Skip = Environment.GetEnvironmentVariable("IPVS_LAB") == "1" ? null : "needs a kernel with ip_vs: tests/lab/run";
}
