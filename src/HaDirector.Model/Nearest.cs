namespace HaDirector.Model;

/// <summary>"Did you mean": the known name with the fewest changed letters.</summary>
public static class Nearest
{
    /// <summary>Longer text than any name is not compared.</summary>
    private const int LengthMax = 64;

    /// <summary>The nearest of <paramref name="known"/>, or null when none is near enough to be meant.</summary>
    public static string? Name(string written, IEnumerable<string> known)
    {
        if (written.Length is 0 or > LengthMax) return null;
        string lower = written.ToLowerInvariant().Replace('-', '_');
        int allowed = Math.Max(1, Math.Min(3, lower.Length / 3));
        return known.Where(k => k.Length <= LengthMax)
            .Select(k => (Name: k, Distance: Distance(k.ToLowerInvariant().Replace('-', '_'), lower)))
            .Where(p => p.Distance <= allowed)
            .OrderBy(p => p.Distance)
            .Select(p => p.Name)
            .FirstOrDefault();
    }

    /// <summary>Letters to insert, remove, replace or swap with a neighbour (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
