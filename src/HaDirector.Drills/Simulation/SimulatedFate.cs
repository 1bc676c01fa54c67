using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>The routers of one sync group on one director, or one router alone.</summary>
/// <param name="routers">Positions of its routers.</param>
internal sealed class SimulatedFate(int[] routers)
{
    /// <summary>Positions of its routers.</summary>
    public int[] Routers { get; } = routers;

    /// <summary>The production group over the machines of this life; null while there are none.</summary>
    public SyncGroup? Group { get; set; }

    /// <summary>Whether its members are being brought together: no step begins that anew.</summary>
    public bool Settling { get; set; }

    /// <summary>Which member a router is.</summary>
    public int MemberOf(int router) => Array.IndexOf(Routers, router);
}
