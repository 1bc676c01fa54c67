using System.Runtime.InteropServices;
using HaDirector.Cli.Commands;
using HaDirector.Daemon;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Names;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>hadirector ipvs compat: a command line of ipvsadm 1.31 as it is, with its output and its exit status.</summary>
internal static class Compat
{
    /// <summary>How long names are waited for, all together.</summary>
    public static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(5);

    private const int NoIpvs = 2, NotListed = 1;

    /// <summary>Does it.</summary>
    /// <param name="words">What would follow "ipvsadm".</param>
    /// <returns>ipvsadm's exit status.</returns>
    public static int Run(string[] words)
    {
        SystemNames names = new(NamePatience);
        using StreamWriter output = new(Console.OpenStandardOutput(), bufferSize: 16 * 1024) { NewLine = "\n" };
        IpvsadmCommand? command = new IpvsadmCommand.List(new ListRequest(ListSubject.Table));
        if (words.Length > 0 && !IpvsadmLine.TryParse(words, names, out command, out IpvsadmFault? fault))
        {
            Console.Error.Write(fault.Message + "\n");
            if (fault.Hint is { } hint) Console.Error.Write($"hadirector: {hint}\n");
            return fault.ExitStatus;
        }

        if (command is IpvsadmCommand.Help)
        {
            output.Write(CompatHelp.Text);
            return 0;
        }

        if (!KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why))
        {
            Console.Error.Write($"Can't initialize ipvs: {why}\nAre you sure that IP Virtual Server is built in the kernel or as module?\n");
            return NoIpvs;
        }

        using (kernel)
        {
            try
            {
                return Run(kernel!, command!, names, output);
            }
            catch (IOException failed)
            {
                Console.Error.Write($"hadirector: {failed.Message}\n");
                return NotListed;
            }
        }
    }

    private static int Run(KernelIpvs kernel, IpvsadmCommand command, SystemNames names, StreamWriter output)
    {
        switch (command)
        {
            case IpvsadmCommand.Version:
                (uint version, _) = kernel.ReadInfo();
                output.Write($"ipvsadm v1.31 (hadirector {Product.Version}, IPVS v{version >> 16 & 0xFF}.{version >> 8 & 0xFF}.{version & 0xFF})\n");
                return 0;
            case IpvsadmCommand.List list:
                if (TablePrinter.List(kernel, list.What, names, output, out string reason)) return 0;
                Console.Error.Write(reason + "\n");
                return NotListed;
            case IpvsadmCommand.Save save:
                output.Write(TablePrinter.Save(kernel, save.Numeric ? null : names, complete: false));
                return 0;
            case IpvsadmCommand.Restore:
                RestoreRun restore = new(kernel, names, Announce, output, Console.Error);
                bool done = restore.Run(Console.OpenStandardInput(), "stdin", default);
                if (!restore.WasRefused) Notice(restore.Touched);
                return done ? 0 : restore.WasRefused ? IpvsadmFault.Refused : IpvsadmFault.Failed;
        }

        Announce(Execution.Touched(command));
        if (Execution.Do(kernel, command) is { } refusal)
        {
            Console.Error.Write($"{IpvsadmErrors.Text(command, refusal.Errno) ?? (refusal.Errno == 0 ? refusal.Message : Marshal.GetPInvokeErrorMessage(refusal.Errno))}\n");
            Console.Error.Write($"hadirector: {refusal.Message}\n");
            return IpvsadmFault.Failed;
        }

        Notice(Execution.Touched(command));
        return 0;
    }

    private static void Announce(IEnumerable<ServiceKey>? services) => OwnerNotice.Announce("compat", services, DaemonOptions.RunDirectoryOf(null));

    private static void Notice(IEnumerable<ServiceKey>? touched) => OwnerNotice.Tell(touched, DaemonOptions.RunDirectoryOf(null), Console.Error);
}
