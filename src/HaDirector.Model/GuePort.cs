namespace HaDirector.Model;

/// <summary>A UDP port at which the kernel unwraps generic UDP encapsulation.</summary>
/// <param name="Port">1-65535.</param>
/// <param name="Family">Family of the outer packets.</param>
public readonly record struct GuePort(ushort Port, IpFamily Family)
{
    /// <inheritdoc/>
    public override string ToString() => $"UDP port {Port} of {(Family == IpFamily.V4 ? "IPv4" : "IPv6")}";
}
