using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Engine.RealServer;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Cli.RealServer;

/// <summary>hadirector realserver up | down | check: the real server's half of direct routing and tunnelling.</summary>
public static class RealServerHalf
{
    /// <summary>Name of the file in the run directory that remembers what was changed.</summary>
    public const string StateFile = "realserver.state";

    /// <summary>Runs the verb on this host, in the calling thread's network namespace.</summary>
    /// <param name="action">up, down or check.</param>
    /// <param name="file">Configuration file of the directors; down does not need it.</param>
    /// <param name="all">Prepare for all services when none names an address of this host.</param>
    /// <param name="runDirectory">Where the state file lies; made when missing.</param>
    /// <param name="output">What is said.</param>
    /// <returns>0 done or ready; 1 something is missing or failed.</returns>
    public static int Run(string action, string file, bool all, string runDirectory, TextWriter output)
    {
        try
        {
            RealServerJournal journal = new(Path.Combine(runDirectory, StateFile));
            using RealServerHost host = new();
            if (action == "down") return Down(host, journal, output);
            if (Load(file, output) is not { } plan) return 1;

            HashSet<IpAddress> own = [.. host.Network.Addresses().Select(address => address.Address.Address)];
            RealServerNeeds needs = RealServerNeeds.For(plan.Services, own, all);
            if (!needs.Concerns)
            {
                output.WriteLine("no service names an address of this host as a server; --all prepares for every service");
                return 1;
            }
            foreach (string note in needs.Notes) output.WriteLine($"note: {note}");
            bool applied = action != "up" || Up(needs, host, journal, output);
            return Judge(needs, host, output) && applied ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"failed: {e.Message}");
            return 1;
        }
    }

    /// <summary>Makes what is missing, each change noted before it is made; addresses last, so that nobody ever hears an ARP answer for them.</summary>
    private static bool Up(RealServerNeeds needs, RealServerHost host, RealServerJournal journal, TextWriter output)
    {
        bool good = Undo(journal.Changes.Where(change => !change.IsNeeded(needs)), host, journal, output);
        foreach (ReceivingTunnel tunnel in needs.Tunnels)
            if (host.Network.Has(tunnel) is null) good &= Do(new RealServerChange.Made(tunnel), host, journal, output);
        foreach (string link in needs.Links)
            if (host.Network.IsUp(link) == false) good &= Do(new RealServerChange.LinkUp(link), host, journal, output);
        IReadOnlyList<GuePort> open = needs.Ports.Count == 0 ? [] : host.Ports.All();
        foreach (GuePort port in needs.Ports.Where(port => !open.Contains(port))) good &= Do(new RealServerChange.Opened(port), host, journal, output);
        foreach (KernelSetting setting in needs.Settings)
        {
            if (Sysctl.Read(setting.Name) is { } before && !setting.Accepts(before))
                good &= Do(new RealServerChange.Setting(setting.Name, before, setting.Value), host, journal, output);
        }
        foreach (HostAddress address in needs.Addresses)
        {
            if (host.Network.IsUp(address.Interface) is not null && !host.Has(address)) good &= Do(new RealServerChange.Added(address), host, journal, output);
        }
        return good;
    }

    private static int Down(RealServerHost host, RealServerJournal journal, TextWriter output)
    {
        if (journal.Changes.Count == 0) output.WriteLine("nothing to undo: 'up' has changed nothing here");
        return Undo(journal.Changes, host, journal, output) ? 0 : 1;
    }

    private static bool Do(RealServerChange change, RealServerHost host, RealServerJournal journal, TextWriter output)
    {
        change = journal.Add(change);
        if (host.Do(change) is { } failure)
        {
            journal.Remove(change);
            output.WriteLine($"failed: {failure}");
            return false;
        }
        output.WriteLine(change switch
        {
            RealServerChange.Setting setting => $"set {setting.Name} = {setting.After} (was {setting.Before})",
            RealServerChange.LinkUp link => $"set {link.Name} up",
            RealServerChange.Made made => $"made {made.Tunnel.Name} ({made.Tunnel.Kind}, local {made.Tunnel.Local}, remote any)",
            RealServerChange.Opened opened => $"opened {opened.Port} for GUE",
            RealServerChange.Added added => $"added {added.Address.Prefix} to {added.Address.Interface}",
            _ => $"{change}",
        });
        return true;
    }

    /// <summary>Undoes the given changes, the newest first. What somebody else has changed since is left to them, and told.</summary>
    private static bool Undo(IEnumerable<RealServerChange> changes, RealServerHost host, RealServerJournal journal, TextWriter output)
    {
        bool good = true;
        foreach (RealServerChange change in changes.Reverse().ToList())
        {
            string? failure = host.Undo(change);
            good &= failure is null;
            journal.Remove(change);
            output.WriteLine(failure is null ? $"undone: {change}" : $"not undone: {failure}");
        }
        return good;
    }

    private static bool Judge(RealServerNeeds needs, RealServerHost host, TextWriter output)
    {
        List<string> missing = RealServerCheck.Missing(needs, host);
        foreach (string sentence in missing) output.WriteLine($"missing: {sentence}");
        if (missing.Count > 0) return false;
        output.WriteLine(needs.Addresses.Count == 0
            ? "nothing to prepare on this host"
            : $"ready for {string.Join(", ", needs.Addresses.Select(address => $"{address.Address} on {address.Interface}"))}");
        return true;
    }

    private static Plan? Load(string file, TextWriter output)
    {
        LoadResult result;
        try
        {
            // A real server is no director of the file: it is judged as the first one.
            result = ConfigFile.Load(File.ReadAllBytes(file), file, directorName: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            result = ConfigFile.Unreadable(file, e.Message);
        }
        if (result.Plan is null) output.Write(CheckVerb.Run(result, file, json: false).Text);
        return result.Plan;
    }
}
