using HaDirector.Model;

namespace HaDirector.Linux.Vrrp;

/// <summary>A received packet of protocol 112, in either family: the message is <see cref="Length"/> bytes at <see cref="Offset"/> of the buffer.</summary>
/// <param name="Offset">Where the message begins: behind the header of IPv4, at once with IPv6.</param>
/// <param name="Length">Bytes of the message; 0 when the header is not sound or the packet was cut.</param>
/// <param name="Source">Sender.</param>
/// <param name="Destination">Group or own address it was sent to.</param>
/// <param name="HopLimit">TTL or hop limit it came with.</param>
public readonly record struct VrrpDatagram(int Offset, int Length, IpAddress Source, IpAddress Destination, byte HopLimit);
