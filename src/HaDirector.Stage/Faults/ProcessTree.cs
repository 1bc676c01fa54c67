using System.Globalization;

namespace HaDirector.Stage;

/// <summary>Processes and their children, as /proc shows them.</summary>
internal static class ProcessTree
{
    /// <summary>Most processes of a tree.</summary>
    private const int TreeMax = 256;

    /// <summary>A process and everything below it, parents first; empty when it has ended.</summary>
    public static List<int> Of(int root)
    {
        List<(int Id, int Parent)> all = [.. All()];
        if (all.TrueForAll(p => p.Id != root)) return [];
        var tree = new List<int> { root };
        for (int i = 0; i < tree.Count && tree.Count < TreeMax; i++) tree.AddRange(all.Where(p => p.Parent == tree[i]).Select(p => p.Id));
        return tree;
    }

    /// <summary>Whether a process is there and has not ended.</summary>
    public static bool IsAlive(int id) => TryRead(id, out _, out char state) && state is not ('Z' or 'X');

    private static IEnumerable<(int Id, int Parent)> All()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && TryRead(id, out int parent, out char state) && state is not ('Z' or 'X'))
                yield return (id, parent);
        }
    }

    private static bool TryRead(int id, out int parent, out char state)
    {
        (parent, state) = (0, ' ');
        try
        {
            // proc_pid_stat(5): number, (name), state, parent; the name may hold anything, so read behind its last bracket.
            string stat = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            state = fields[0][0];
            return int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return false;
        }
    }
}
