using System.Text;

namespace HaDirector.Ipvs;

/// <summary>The list of services this director made, as text: what tells ours from foreign ones after a restart.</summary>
public static class OwnedServices
{
    private const string Head = "# Virtual services in the kernel's IPVS table that hadirector made. Written by hadirector.\n", InPlace = "# In the table of ";

    /// <summary>One key a line, sorted, after lines that say what the file is.</summary>
    /// <param name="keys">The services.</param>
    /// <param name="place">Which of the host's tables has them (each network namespace has its own); null leaves it open.</param>
    public static string Format(IEnumerable<ServiceKey> keys, string? place = null)
    {
        StringBuilder text = new(Head);
        if (place is not null) text.Append(InPlace).Append(place).Append('\n');
        foreach (ServiceKey key in keys.Distinct().Order()) text.Append(key).Append('\n');
        return text.ToString();
    }

    /// <summary>Which table a list is about; null when it does not say.</summary>
    public static string? PlaceOf(ReadOnlySpan<char> text)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
            if (line.StartsWith(InPlace)) return line[InPlace.Length..].ToString();
        return null;
    }

    /// <summary>Reads what <see cref="Format"/> writes. Never fails: a line that is no key is counted and owns nothing.</summary>
    /// <param name="text">The file.</param>
    /// <param name="rejected">Lines that were neither key, comment nor blank.</param>
    public static IReadOnlySet<ServiceKey> Parse(ReadOnlySpan<char> text, out int rejected)
    {
        HashSet<ServiceKey> keys = [];
        rejected = 0;
        foreach (ReadOnlySpan<char> raw in text.EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim();
            if (line.IsEmpty || line[0] == '#') continue;
            if (ServiceKey.TryParse(line, out ServiceKey key)) keys.Add(key);
            else rejected++;
        }

        return keys;
    }
}
