namespace HaDirector.Kernel.Tests;

/// <summary>A test that needs a kernel with ip_vs and root. Skipped with a reason elsewhere; inside the lab it runs whatever happens.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelFactAttribute : FactAttribute
{
    public KernelFactAttribute() => Skip = RealKernel.Missing;
}

/// <summary>A theory that needs a kernel with ip_vs and root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelTheoryAttribute : TheoryAttribute
{
    public KernelTheoryAttribute() => Skip = RealKernel.Missing;
}
