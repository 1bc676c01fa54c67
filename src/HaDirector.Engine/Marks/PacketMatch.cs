using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Marks;

/// <summary>Packets that are given the firewall mark of their service.</summary>
/// <param name="Transport">TCP, UDP or SCTP.</param>
/// <param name="Address">Address they go to.</param>
/// <param name="First">First port they go to.</param>
/// <param name="Last">Last port, not below the first.</param>
public readonly record struct PacketMatch(Transport Transport, IpAddress Address, ushort First, ushort Last);
