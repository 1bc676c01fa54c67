using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>How rules are taken in.</summary>
/// <param name="Partial">Apply the lines that stand although others do not.</param>
/// <param name="Replace">Make the table exactly what the rules say, by the fewest changes.</param>
/// <param name="DryRun">Say what would be done, and do nothing.</param>
internal readonly record struct RestoreOptions(bool Partial = false, bool Replace = false, bool DryRun = false);

/// <summary>Reads rules as a whole, and only then writes them, many in one message.</summary>
/// <param name="kernel">The table.</param>
/// <param name="names">Names of hosts and ports.</param>
/// <param name="announce">Told of the services (null: all) before the first is changed.</param>
/// <param name="output">Where a dry run tells.</param>
/// <param name="errors">Where faults are told.</param>
internal sealed class RestoreRun(KernelIpvs kernel, INames names, Action<IEnumerable<ServiceKey>?> announce, TextWriter output, TextWriter errors)
{
    private const int PieceBytes = 64 * 1024;

    private readonly HashSet<ServiceKey> _touched = [];
    private bool _all, _failed;

    /// <summary>Services that were changed; null is all.</summary>
    public IEnumerable<ServiceKey>? Touched => _all ? null : _touched;

    /// <summary>Whether any line was refused before the kernel was asked.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Restores; false when anything of it failed.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="file">Their name, for people.</param>
    /// <param name="options">How.</param>
    public bool Run(Stream rules, string file, RestoreOptions options)
    {
        IpvsTable before = kernel.Read();
        Rules read = Read(rules, options.Replace ? IpvsTable.Empty : before, names, options.Partial);
        foreach (RulesFault fault in read.Faults) errors.Write(fault.Text(file) + "\n");
        WasRefused = read.FaultCount > 0;
        if (read.FaultCount > read.Faults.Count) errors.Write($"{file}: {read.FaultCount - read.Faults.Count} more\n");
        if (!read.Whole) errors.Write($"{file}: given up in line {read.Lines}\n");
        if (WasRefused && !options.Partial)
        {
            errors.Write($"{file}: nothing was changed{(read.Steps.Count > 0 ? $"; --partial applies the {read.Steps.Count} rules that stand" : "")}\n");
            return false;
        }

        IEnumerable<RulesStep> steps = read.Steps;
        if (options.Replace)
        {
            IReadOnlyList<IpvsChange> changes = Reconciler.Diff(read.Table, before, static _ => true);
            steps = [.. changes.Select(c => new RulesStep(0, new IpvsadmCommand.Change(c))), .. steps.Where(s => s.Command is not (IpvsadmCommand.Change or IpvsadmCommand.Clear))];
        }

        if (options.DryRun)
        {
            foreach (RulesStep step in steps) output.Write(Words(step.Command) + "\n");
            return !WasRefused;
        }

        RulesStep[] todo = [.. steps];
        announce(todo.Any(step => step.Command is IpvsadmCommand.Clear) ? null : todo.Select(step => step.Command).OfType<IpvsadmCommand.Change>().Select(change => change.What.Service));
        Apply(todo, file);
        return !_failed && !WasRefused;
    }

    /// <summary>Reads rules to their end.</summary>
    public static Rules Read(Stream rules, IpvsTable start, INames names, bool partial)
    {
        RulesReader reader = new(start, names, partial);
        byte[] piece = new byte[PieceBytes];
        int length;
        while (!reader.IsHopeless && (length = rules.Read(piece)) > 0) reader.Feed(piece.AsSpan(0, length));
        return reader.Finish();
    }

    private void Apply(IEnumerable<RulesStep> steps, string file)
    {
        List<RulesStep> batch = []; // changes of the table stay in their order among everything else
        foreach (RulesStep step in steps)
        {
            if (step.Command is IpvsadmCommand.Change change)
            {
                batch.Add(step);
                _touched.Add(change.What.Service);
                continue;
            }

            Write(batch, file);
            _all |= step.Command is IpvsadmCommand.Clear;
            if (Execution.Do(kernel, step.Command) is { } refusal) Blame(file, step.Line, refusal.Message);
        }

        Write(batch, file);
    }

    private void Write(List<RulesStep> batch, string file)
    {
        if (batch.Count == 0) return;
        ApplyResult result = kernel.Apply([.. batch.Select(s => ((IpvsadmCommand.Change)s.Command).What)]);
        if (result.Refused.Count > 0)
        {
            Dictionary<IpvsChange, long> lines = new(ReferenceEqualityComparer.Instance);
            foreach (RulesStep step in batch) lines[((IpvsadmCommand.Change)step.Command).What] = step.Line;
            foreach (RefusedChange refused in result.Refused) Blame(file, lines[refused.Change], refused.ToString());
        }

        if (result.Lost is { } lost) Blame(file, 0, $"{lost.Message}: some of it may not be done");
        batch.Clear();
    }

    private void Blame(string file, long line, string what)
    {
        errors.Write(line == 0 ? $"{file}: {what}\n" : $"{file}:{line}:1: {what}\n");
        _failed = true;
    }

    private static string Words(IpvsadmCommand command) => command switch
    {
        IpvsadmCommand.Change c => c.What.ToString(),
        IpvsadmCommand.Clear => "remove every service",
        IpvsadmCommand.Zero c => $"zero the counters of {c.Service?.ToString() ?? "all"}",
        IpvsadmCommand.SetTimeouts c => $"set time-outs to {c.Timeouts.TcpSeconds} {c.Timeouts.TcpFinSeconds} {c.Timeouts.UdpSeconds} s",
        IpvsadmCommand.StartDaemon c => $"start the {(c.Daemon.Role == SyncRole.Master ? "master" : "backup")} sync daemon on {c.Daemon.Interface}",
        _ => "stop a sync daemon",
    };
}
