using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>
/// Breaks a director on purpose, between the machine and the world: a promise that no mutation can break is not judged at all.
/// </summary>
internal abstract class Mutation
{
    /// <summary>What happens to a router; false keeps it from the machine.</summary>
    public virtual bool Lets(int director, ref VrrpEvent happened) => true;

    /// <summary>How often an action of a router is done: 1 is as it should be.</summary>
    public virtual int Times(int director, ref VrrpAction action) => 1;

    /// <summary>What the machine is told to be, other than the configuration says.</summary>
    public virtual VirtualRouterSpec Configures(int director, VirtualRouterSpec spec) => spec;

    /// <summary>How long the kernel lets a host answer after an advert.</summary>
    public virtual TimeSpan Lease(int director, TimeSpan lease) => lease;

    /// <summary>Whether what waits in the socket is heard before timers are judged.</summary>
    public virtual bool HearsFirst(int director) => true;
}
