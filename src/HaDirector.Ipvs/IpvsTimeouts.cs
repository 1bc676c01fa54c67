namespace HaDirector.Ipvs;

/// <summary>The kernel's connection time-outs.</summary>
/// <param name="TcpSeconds">Of established TCP connections; 0 keeps it as it is.</param>
/// <param name="TcpFinSeconds">Of TCP connections that are being closed; 0 keeps it as it is.</param>
/// <param name="UdpSeconds">Of UDP; 0 keeps it as it is.</param>
public readonly record struct IpvsTimeouts(uint TcpSeconds, uint TcpFinSeconds, uint UdpSeconds)
{
    /// <summary>Whether those of the kernel are these, as far as they are given.</summary>
    public bool IsMetBy(IpvsTimeouts kernel) =>
        (TcpSeconds == 0 || TcpSeconds == kernel.TcpSeconds) && (TcpFinSeconds == 0 || TcpFinSeconds == kernel.TcpFinSeconds) && (UdpSeconds == 0 || UdpSeconds == kernel.UdpSeconds);
}
