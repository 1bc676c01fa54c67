using System.CommandLine;
using HaDirector.Config;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Names;
using HaDirector.Model;

namespace HaDirector.Cli.Ipvs;

/// <summary>hadirector ipvs zero, clear, save, restore, set-timeouts, start-daemon, stop-daemon.</summary>
internal static class TableCommands
{
    public static Command Zero()
    {
        Argument<ServiceKey> service = IpvsSession.ServiceArgument();
        service.Arity = ArgumentArity.ZeroOrOne;
        Command command = new("zero", "Zero the counters of a service, or of all.") { service, IpvsSession.RunDirectory };
        command.SetAction(parsed => IpvsSession.Change(
            parsed, _ => new IpvsadmCommand.Zero(parsed.GetValue(service) is { Family: not 0 } key ? key : null)));
        return command;
    }

    public static Command Clear()
    {
        Command command = new("clear", "Remove every service, whoever made it.") { IpvsSession.RunDirectory };
        command.SetAction(parsed => IpvsSession.Change(parsed, _ => new IpvsadmCommand.Clear()));
        return command;
    }

    public static Command Save()
    {
        Option<bool> complete = new("--complete") { Description = "Also thresholds, time-outs and sync daemons, which ipvsadm -S forgets and ipvsadm -R reads." };
        Option<bool> names = new("--names") { Description = "Names of hosts and ports, as ipvsadm -S without -n." };
        Command command = new("save", "Write the table as rules, exactly as ipvsadm -S -n does.") { complete, names };
        command.SetAction(parsed => IpvsSession.With(kernel =>
        {
            Console.Out.Write(TablePrinter.Save(kernel, parsed.GetValue(names) ? new SystemNames(Compat.NamePatience) : null, parsed.GetValue(complete)));
            return 0;
        }));
        return command;
    }

    public static Command Restore()
    {
        Argument<string> file = new("FILE") { Description = "Rules of ipvsadm -S or hadirector ipvs save; - is standard input.", DefaultValueFactory = _ => "-" };
        Option<bool> partial = new("--partial") { Description = "Apply the rules that stand although others do not. Exit status 1 all the same." };
        Option<bool> replace = new("--replace") { Description = "Make the table exactly what the rules say, by the fewest changes." };
        Option<bool> dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing." };
        Command command = new("restore", "Read rules; nothing is changed when any of them is wrong. Exit status 1 when something of it was not done.")
        {
            file, partial, replace, dryRun, IpvsSession.RunDirectory,
        };
        command.SetAction(parsed => IpvsSession.With(kernel =>
        {
            string path = parsed.GetValue(file)!;
            using Stream rules = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            string runDirectory = Commands.DaemonOptions.RunDirectoryOf(parsed.GetValue(IpvsSession.RunDirectory));
            RestoreRun run = new(
                kernel, new SystemNames(Compat.NamePatience), services => OwnerNotice.Announce("restore", services, runDirectory), Console.Out, Console.Error);
            bool done = run.Run(
                rules, path == "-" ? "stdin" : path, new RestoreOptions(parsed.GetValue(partial), parsed.GetValue(replace), parsed.GetValue(dryRun)));
            OwnerNotice.Tell(run.Touched, runDirectory, Console.Error);
            return done ? 0 : 1;
        }));
        return command;
    }

    public static Command ToYaml()
    {
        Argument<string?> file = new("FILE") { Description = "Rules of ipvsadm -S; - is standard input. Without it: the kernel's table.", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("to-yaml", "Write a table or a save file as a configuration. What cannot be said is a comment, and exit status 1.") { file };
        command.SetAction(parsed => parsed.GetValue(file) is { } path ? FileToYaml(path) : IpvsSession.With(static kernel => WriteYaml(kernel.Read())));
        return command;
    }

    private static int WriteYaml(IpvsTable table)
    {
        TableFile file = TableYaml.Render(table);
        Console.Out.Write(file.Text);
        return file.LeftOut == 0 ? 0 : IpvsSession.Fail($"{file.LeftOut} {(file.LeftOut == 1 ? "thing" : "things")} of the table could not be said; comments name what");
    }

    private static int FileToYaml(string path)
    {
        try
        {
            using Stream stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            Rules rules = RestoreRun.Read(stream, IpvsTable.Empty, new SystemNames(Compat.NamePatience), partial: false);
            foreach (RulesFault fault in rules.Faults) Console.Error.Write(fault.Text(path == "-" ? "stdin" : path) + "\n");
            if (rules.FaultCount > 0) return 1;
            return WriteYaml(rules.Table);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return IpvsSession.Fail(unreadable.Message);
        }
    }

    public static Command SetTimeouts()
    {
        Option<string?> tcp = Time("--tcp", "Of established TCP connections."), fin = Time("--tcp-fin", "Of TCP connections that are being closed.");
        Option<string?> udp = Time("--udp", "Of UDP.");
        Command command = new("set-timeouts", "Set the kernel's connection time-outs; what is not named stays.") { tcp, fin, udp };
        command.SetAction(parsed => IpvsSession.Change(parsed, _ =>
        {
            uint[] seconds = new uint[3];
            foreach ((Option<string?> option, int i) in new[] { tcp, fin, udp }.Select((o, i) => (o, i)))
            {
                if (parsed.GetValue(option) is not { } text) continue;
                if (!DurationText.TryParse(text, out TimeSpan time)) return IpvsSession.Refuse($"{option.Name}: '{text}' is no duration such as 900s");
                if (time.TotalSeconds is < 1 or > 2_678_400 || time.Milliseconds != 0) return IpvsSession.Refuse($"{option.Name} is whole seconds, at most 31 days");
                seconds[i] = (uint)time.TotalSeconds;
            }

            return new IpvsadmCommand.SetTimeouts(new IpvsTimeouts(seconds[0], seconds[1], seconds[2]));
        }));
        return command;
    }

    public static Command StartDaemon()
    {
        Argument<string> role = Role();
        Option<string> network = new("--interface") { Description = "Where its datagrams go and come.", Required = true, HelpName = "NAME" };
        Option<byte> id = new("--sync-id") { Description = "1 to 255; 0 hears everybody.", HelpName = "ID" };
        Option<string?> group = new("--group") { Description = "Multicast group (default 224.0.0.81).", HelpName = "ADDRESS" };
        Option<ushort> port = new("--port") { Description = "UDP port (default 8848).", HelpName = "PORT" };
        Option<byte> hops = new("--hop-limit") { Description = "TTL or hop limit (default 1).", HelpName = "HOPS" };
        Option<ushort> length = new("--max-length") { Description = "Bytes of the longest datagram.", HelpName = "BYTES" };
        Command command = new("start-daemon", "Start the kernel's connection sync in a role.") { role, network, id, group, port, hops, length };
        command.SetAction(parsed => IpvsSession.Change(parsed, _ =>
        {
            IpAddress address = default;
            if (parsed.GetValue(group) is { } text && !(IpAddress.TryParse(text, out address) && address.IsMulticast)) return IpvsSession.Refuse($"'{text}' is no multicast group");
            return new IpvsadmCommand.StartDaemon(
                new SyncDaemonSpec(Role(parsed.GetValue(role)!), parsed.GetValue(network)!, parsed.GetValue(id)),
                new SyncTransport(parsed.GetValue(length), address, parsed.GetValue(port), parsed.GetValue(hops)));
        }));
        return command;
    }

    public static Command StopDaemon()
    {
        Argument<string> role = Role();
        Command command = new("stop-daemon", "Stop the kernel's connection sync in a role; what it has not sent yet is lost.") { role };
        command.SetAction(parsed => IpvsSession.Change(parsed, _ => new IpvsadmCommand.StopDaemon(Role(parsed.GetValue(role)!))));
        return command;
    }

    private static Option<string?> Time(string name, string description) => new(name) { Description = description, HelpName = "DURATION" };

    private static Argument<string> Role()
    {
        Argument<string> role = new("ROLE") { Description = "master sends, backup receives." };
        role.AcceptOnlyFromAmong("master", "backup");
        return role;
    }

    private static SyncRole Role(string text) => text == "master" ? SyncRole.Master : SyncRole.Backup;
}
