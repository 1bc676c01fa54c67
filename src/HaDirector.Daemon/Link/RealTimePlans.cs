using HaDirector.Engine;
using HaDirector.Link;

namespace HaDirector.Daemon.Link;

/// <summary>The part of a plan that is the VRRP process's.</summary>
internal static class RealTimePlans
{
    /// <summary>Makes it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ready">Whether this director may take addresses from another one.</param>
    public static RealTimePlan From(Plan plan, bool ready) => new(0, ready ? plan.VirtualRouters : PreemptHold.Apply(plan.VirtualRouters))
    {
        Tracks = plan.Tracks,
        Groups = plan.Groups,
        Sessions = plan.Sessions,
        Peer = plan.Peer,
        LostTracks = plan.LostTracksFault ? LostTrackPolicy.Fault : LostTrackPolicy.Keep,
        PreemptAfterCrash = plan.PreemptAfterCrash,
    };
}
