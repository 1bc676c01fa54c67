using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Applying;

/// <summary>How a director stands, as far as a new plan must not make it worse.</summary>
/// <param name="Up">Servers that are up by their checks.</param>
/// <param name="Down">Servers that are down.</param>
/// <param name="Masters">Routers that are master.</param>
/// <param name="Faults">Routers that take no part.</param>
/// <param name="KernelRefuses">Whether the kernel refuses changes of its table.</param>
public sealed record Standing(
    IReadOnlySet<(ServiceKey Service, IpEndpoint Server)> Up,
    IReadOnlySet<(ServiceKey Service, IpEndpoint Server)> Down,
    IReadOnlySet<string> Masters,
    IReadOnlySet<string> Faults,
    bool KernelRefuses);
