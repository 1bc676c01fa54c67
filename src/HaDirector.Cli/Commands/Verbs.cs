using System.CommandLine;

namespace HaDirector.Cli.Commands;

/// <summary>The verbs of the executable.</summary>
internal static class Verbs
{
    public static RootCommand Make()
    {
        RootCommand root = new(
            "HaDirector makes two Linux hosts one director in front of real servers: VRRP elects the master, the kernel's IPVS forwards.");
        root.Add(RunVerb.Make());
        root.Add(StatusVerb.Make());
        root.Add(ServicesVerb.Make());
        root.Add(ChecksVerb.Make());
        root.Add(ServerVerb.Make());
        root.Add(ConnectionsVerb.Make());
        root.Add(IpvsVerb.Make());
        root.Add(CheckFileVerb.Make());
        root.Add(PlanVerb.Make());
        root.Add(ApplyVerb.Make());
        root.Add(ApplyVerb.MakeConfirm());
        root.Add(ApplyVerb.MakeRollback());
        root.Add(JournalVerb.Make());
        root.Add(InitVerb.Make());
        root.Add(SchemaVerb.Make());
        root.Add(RealServerVerb.Make());
        root.Add(DrillVerb.Make());
        root.Add(SimulateVerb.Make());
        root.Add(CleanupVerb.Make());
        root.Add(DoctorVerb.Make());
        root.Add(DirectorProcessVerb.Make());
        return root;
    }
}
