namespace HaDirector.Vrrp;

/// <summary>Routers that share one fate: master together or not at all.</summary>
/// <param name="Name">Name in the configuration, or that of the virtual router whose two families it joins.</param>
/// <param name="Routers">Positions of its routers in the plan, at least two.</param>
public sealed record SyncGroupSpec(string Name, IReadOnlyList<int> Routers);
