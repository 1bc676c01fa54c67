using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>How a sync daemon talks to its like. What is 0 or unset is the kernel's choice when it starts.</summary>
/// <param name="LengthMax">Bytes of its longest datagram; the kernel's choice follows the interface, at most 1472 for a sender.</param>
/// <param name="Group">Multicast group; the kernel's choice is 224.0.0.81.</param>
/// <param name="Port">UDP port; the kernel's choice is 8848.</param>
/// <param name="HopLimit">TTL or hop limit; the kernel's choice is 1.</param>
public readonly record struct SyncTransport(ushort LengthMax, IpAddress Group, ushort Port, byte HopLimit);
