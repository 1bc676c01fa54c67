using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>A director that is sent adverts directly instead of by multicast.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="HopLimitMin">Least TTL or hop limit of its adverts that is believed.</param>
/// <param name="HopLimitMax">Greatest TTL or hop limit that is believed.</param>
public readonly record struct UnicastPeer(IpAddress Address, byte HopLimitMin = 255, byte HopLimitMax = 255);
