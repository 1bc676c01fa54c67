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

    /// <summary>What happens, in one line for people.</summary>
    public static string Story(Fault fault) => fault switch
    {
        Fault.Graceful => "the master's daemon is stopped with SIGTERM",
        Fault.Kill => "every process of the master is killed in the same instant",
        Fault.KillVrrp => "the master's VRRP process is killed",
        Fault.KillDirector => "the master's director process is killed",
        Fault.Cut => "the master's switch ports stop forwarding, its carrier stays",
        Fault.LinkDown => "the master's switch port goes down",
        _ => "the first real server falls silent",
    };

    /// <summary>Parses "all" or a list with commas; false names the first word that is no fault.</summary>
    public static bool TryParseList(string text, out IReadOnlyList<Fault> faults, [NotNullWhen(false)] out string? unknown)
    {
        (faults, unknown) = ([], null);
        if (text == "all")
        {
            faults = All;
            return true;
        }
        var found = new List<Fault>();
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int at = All.ToList().FindIndex(f => Name(f) == word);
            if (at < 0)
            {
                unknown = word;
                return false;
            }
            found.Add(All[at]);
        }
        faults = found;
        return true;
    }
}
