using System.CommandLine;
using HaDirector.Daemon;
using HaDirector.Engine.Marks;
using HaDirector.Linux.Processes;
using HaDirector.Linux.Route;
using HaDirector.Vrrp.Fence;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector cleanup: removes the virtual addresses that nobody will renew. The unit calls it after every end (ExecStopPost=).</summary>
internal static class CleanupVerb
{
    public static Command Make()
    {
        Command command = new(
            "cleanup",
            "Remove this host's virtual addresses, routes, rules, virtual MAC devices and nftables tables after a stop. "
            + "Between a crash and its restart ($SERVICE_RESULT) they are left to the fence or their lifetime.");
        command.Add(DaemonOptions.RunDirectoryOption()); // taken so that all verbs of the unit can be written alike
        command.SetAction(_ => Clean());
        return command;
    }

    /// <summary>Whether nobody will come back at once to renew the addresses.</summary>
    /// <param name="serviceResult">The manager's word for how the service ended; null or empty when a person calls.</param>
    /// <param name="exitStatus">The exit code of the main process, or the name of a signal.</param>
    public static bool IsFinal(string? serviceResult, string? exitStatus) =>
        string.IsNullOrEmpty(serviceResult)
        || serviceResult is "success" or "start-limit-hit"
        || (serviceResult == "exit-code" && exitStatus == $"{ExitCode.Configuration}"); // RestartPreventExitStatus=

    private static int Clean()
    {
        string? result = Environment.GetEnvironmentVariable("SERVICE_RESULT");
        if (!IsFinal(result, Environment.GetEnvironmentVariable("EXIT_STATUS")))
        {
            Console.Out.WriteLine($"the service ended with '{result}' and is started again: virtual addresses are left to the fence or their lifetime");
            return 0;
        }
        try
        {
            (int addresses, int others) = Leftovers.Remove();
            Console.Out.WriteLine($"{addresses} virtual address(es) removed" + (others > 0 ? $", {others} route(s), rule(s) and virtual MAC device(s)" : ""));
            RemoveTables();
            return 0;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"hadirector cleanup: {e.Message}");
            return 1;
        }
    }

    // After the addresses: until they are off, the fence is what keeps them from being answered for.
    private static void RemoveTables()
    {
        if (Nft.Path is null) return; // then there are none of ours
        bool keepMarks = Nft.TryList(MarkTable.Name, out string? marks) is null && MarkTable.IsKept(marks!);
        if (Nft.Run(FenceTable.Remove + AcceptTable.Remove + (keepMarks ? "" : MarkTable.Remove)) is { } why) Console.Error.WriteLine($"hadirector cleanup: nftables: {why}");
    }
}
