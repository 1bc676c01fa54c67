namespace HaDirector.Engine.Statistics;

/// <summary>What a service did for some seconds.</summary>
/// <param name="ConnectionsPerSecond">New connections per second.</param>
/// <param name="BytesPerSecond">Bytes per second, both ways.</param>
/// <param name="Active">Connections in the ESTABLISHED state, at the end.</param>
public readonly record struct TrafficSample(float ConnectionsPerSecond, float BytesPerSecond, uint Active);
