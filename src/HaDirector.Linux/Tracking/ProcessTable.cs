using System.Globalization;

namespace HaDirector.Linux.Tracking;

/// <summary>The processes of this host (its pid namespace) by name and by program. Zombies are none.</summary>
public static class ProcessTable
{
    /// <summary>Ids of the processes of each of the programs.</summary>
    /// <param name="programs">Names as in /proc/PID/comm, or absolute paths of programs.</param>
    public static Dictionary<string, List<int>> Find(IReadOnlyCollection<string> programs)
    {
        Dictionary<string, List<int>> found = programs.Distinct().ToDictionary(program => program, _ => new List<int>());
        bool paths = programs.Any(IsPath);
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id)) continue;
            if (NameOf(directory) is not { } name) continue;
            if (found.TryGetValue(name, out List<int>? named)) named.Add(id);
            if (paths && ProgramOf(directory) is { } program && found.TryGetValue(program, out List<int>? running)) running.Add(id);
        }

        return found;
    }

    /// <summary>Whether a process is one of the programs; false when it has ended.</summary>
    public static bool IsOne(int process, IReadOnlyCollection<string> programs)
    {
        string directory = "/proc/" + process.ToString(CultureInfo.InvariantCulture);
        return NameOf(directory) is { } name
            && (programs.Contains(name) || (programs.Any(IsPath) && ProgramOf(directory) is { } program && programs.Contains(program)));
    }

    private static bool IsPath(string program) => program.StartsWith('/');

    // "1 (name with ) in it) S ..."
    private static string? NameOf(string directory)
    {
        try
        {
            string stat = File.ReadAllText(directory + "/stat");
            int open = stat.IndexOf('(', StringComparison.Ordinal), close = stat.LastIndexOf(')');
            if (open < 0 || close < open || close + 2 >= stat.Length) return null;
            return stat[close + 2] is 'Z' or 'X' ? null : stat[(open + 1)..close];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // it ended under our eyes
        {
            return null;
        }
    }

    private static string? ProgramOf(string directory)
    {
        try
        {
            const string replaced = " (deleted)"; // an update put another file in its place
            string? program = new FileInfo(directory + "/exe").LinkTarget;
            return program is not null && program.EndsWith(replaced, StringComparison.Ordinal) ? program[..^replaced.Length] : program;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
