using System.Diagnostics.CodeAnalysis;

namespace HaDirector.Drills;

/// <summary>What a drill does to the pair.</summary>
public enum Fault : byte
{
    /// <summary>SIGTERM to the master's main process: a planned stop.</summary>
    Graceful,

    /// <summary>Every process of the master's director killed at once; its kernel lives on.</summary>
    Kill,

    /// <summary>Only the VRRP process of the master killed.</summary>
    KillVrrp,

    /// <summary>Only the director process of the master killed.</summary>
    KillDirector,

    /// <summary>The switch ports of the master stop forwarding while the carrier stays: a dead host behind a switch.</summary>
    Cut,

    /// <summary>The switch port of the master goes down: carrier loss.</summary>
    LinkDown,

    /// <summary>The first real server falls silent.</summary>
    ServerDown,
}

/// <summary>Faults as they are written on the command line and in reports: "kill-vrrp".</summary>
public static class FaultText
{
    /// <summary>All faults in the order of a drill.</summary>
    public static readonly IReadOnlyList<Fault> All =
        [Fault.Graceful, Fault.Kill, Fault.KillVrrp, Fault.KillDirector, Fault.Cut, Fault.LinkDown, Fault.ServerDown];

    /// <summary>The name of a fault.</summary>
    public static string Name(Fault fault) => fault switch
    {
        Fault.Graceful => "graceful",
        Fault.Kill => "kill",
        Fault.KillVrrp => "kill-vrrp",
        Fault.KillDirector => "kill-director",
        Fault.Cut => "cut",
        Fault.LinkDown => "link-down",
        _ => "server-down",
    };

    /// <summary>What happens, in one sentence for people.</summary>
    public static string Story(Fault fault) => fault switch
    {
        Fault.Graceful => "The master is stopped with SIGTERM, as for an upgrade.",
        Fault.Kill => "Every process of the master is killed in the same instant; its kernel lives on and still has the address.",
        Fault.KillVrrp => "Only the VRRP process of the master is killed.",
        Fault.KillDirector => "Only the director process of the master is killed; the VRRP process goes on and starts a new one.",
        Fault.Cut => "The switch stops forwarding to and from the master while its carrier stays: a dead host, seen from outside.",
        Fault.LinkDown => "The master's front link loses its carrier.",
        _ => "The first real server falls silent: the switch stops forwarding to and from it.",
    };

    /// <summary>Whether the other director is expected to take over.</summary>
    public static bool TakesOver(Fault fault) => fault is not (Fault.KillDirector or Fault.ServerDown);

    /// <summary>Whether the fault ends the master's main process, so that it must be started again.</summary>
    public static bool EndsMaster(Fault fault) => fault is Fault.Graceful or Fault.Kill or Fault.KillVrrp;

    /// <summary>Parses "all" or a list with commas; on failure <paramref name="unknown"/> is the first word that is no fault.</summary>
    public static bool TryParseList(string text, out IReadOnlyList<Fault> faults, [NotNullWhen(false)] out string? unknown)
    {
        (faults, unknown) = (All, null);
        if (text == "all") return true;
        var found = new List<Fault>();
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryParse(word, out Fault fault))
            {
                unknown = word;
                return false;
            }
            found.Add(fault);
        }
        faults = found;
        return true;
    }

    private static bool TryParse(string word, out Fault fault)
    {
        foreach (Fault candidate in All)
        {
            fault = candidate;
            if (Name(candidate) == word) return true;
        }
        fault = default;
        return false;
    }
}
