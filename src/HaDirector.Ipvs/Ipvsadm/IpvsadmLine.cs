using System.Diagnostics.CodeAnalysis;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>A command line of ipvsadm 1.31, and so a line of its save files.</summary>
public static class IpvsadmLine
{
    /// <summary>Reads the words after the program's name. Total: a command, or what ipvsadm says to it and why.</summary>
    /// <param name="words">The words.</param>
    /// <param name="names">What names of hosts and ports mean.</param>
    /// <param name="command">What they ask for.</param>
    /// <param name="fault">What is wrong with them.</param>
    /// <param name="saved">Whether it is a rule: ipvsadm saves large marks as negative numbers, which it then refuses to read.</param>
    public static bool TryParse(
        IReadOnlyList<string> words, INames names, [NotNullWhen(true)] out IpvsadmCommand? command, [NotNullWhen(false)] out IpvsadmFault? fault,
        bool saved = false)
    {
        command = null;
        SwitchReader switches = new(words);
        if (!switches.Next() || !switches.Current.IsCommand)
        {
            bool any = switches.Fault is not null || switches.Leftover.Count < words.Count;
            string? hint = switches.Fault?.Hint ?? (any ? "the command comes first, such as -A or -a" : "there is no command, such as -A or -a");
            fault = new IpvsadmFault(IpvsadmFault.NoCommand, any ? switches.Word : 0, hint, IpvsadmFault.Failed);
            return false;
        }

        LineState line = new(switches.Current.Tag, words, names) { IsSaved = saved };
        fault = line.Begin(switches);
        while (fault is null && !line.IsAnswered && switches.Next()) fault = line.Take(switches);
        fault ??= switches.Fault;
        if (fault is null) command = line.Finish(switches.Leftover, out fault);
        return fault is null;
    }
}
