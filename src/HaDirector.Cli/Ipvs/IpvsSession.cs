using System.CommandLine;
using HaDirector.Cli.Commands;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>One use of the kernel's table by a verb: opened, used, and failures told as `hadirector ipvs: ...` with exit status 1.</summary>
internal static class IpvsSession
{
    /// <summary>Where a running director keeps its notes.</summary>
    public static Option<string?> RunDirectory { get; } = DaemonOptions.RunDirectoryOption();

    /// <summary>Uses the table; the exit status.</summary>
    public static int With(Func<KernelIpvs, int> use)
    {
        if (!KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why)) return Fail(why);
        using (kernel)
        {
            try
            {
                return use(kernel!);
            }
            catch (IOException failed)
            {
                return Fail(failed.Message);
            }
        }
    }

    /// <summary>Makes one change and says who will take it back.</summary>
    public static int Change(ParseResult parsed, Func<KernelIpvs, IpvsadmCommand?> choose) => With(kernel =>
    {
        if (choose(kernel) is not { } command) return 1;
        string runDirectory = DaemonOptions.RunDirectoryOf(parsed.GetValue(RunDirectory));
        OwnerNotice.Announce(parsed.CommandResult.Command.Name, Execution.Touched(command), runDirectory);
        if (Execution.Do(kernel, command) is { } refusal) return Fail(refusal.Message);
        OwnerNotice.Tell(Execution.Touched(command), runDirectory, Console.Error);
        return 0;
    });

    /// <summary>Says why; exit status 1.</summary>
    public static int Fail(string why)
    {
        Console.Error.Write($"hadirector ipvs: {why}\n");
        return 1;
    }

    /// <summary>Says why; there is no command.</summary>
    public static IpvsadmCommand? Refuse(string why)
    {
        Fail(why);
        return null;
    }

    /// <summary>The service as it is, or null after saying that it is not there.</summary>
    public static ServiceStatus? Find(KernelIpvs kernel, ServiceKey key)
    {
        ServiceStatus? found = kernel.ReadService(key);
        if (found is null) Fail($"there is no service {key} in the table");
        return found;
    }

    /// <summary>An argument with a service.</summary>
    public static Argument<ServiceKey> ServiceArgument() => new("SERVICE")
    {
        Description = "tcp://ADDRESS:PORT, udp://, sctp://, mark:NUMBER or mark6:NUMBER.",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (ServiceKey.TryParse(text, out ServiceKey key)) return key;
            result.AddError($"'{text}' is no service: write tcp://192.0.2.80:80, udp://[2001:db8::80]:53, mark:5 or mark6:5");
            return default;
        },
    };
}
