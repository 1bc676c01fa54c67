using System.Globalization;

namespace HaDirector.Linux.Netlink;

/// <summary>Sees without a message to ip_vs that its table is empty, as it is after every boot.</summary>
public static class EmptyTable
{
    private const int HeaderLines = 3;
    private const int CapNetAdmin = 12; // capability.h
    private const string FirstUserNamespace = "user:[4026531837]"; // USER_NS_INIT_INO of linux/nsfs.h: ip_vs asks for the right there

    /// <summary>Whether the table of the calling thread's network namespace is empty and may be changed; false also when that cannot be told.</summary>
    public static bool IsCertain()
    {
        try
        {
            return IsPermitted(File.ReadAllText("/proc/thread-self/status"), new FileInfo("/proc/thread-self/ns/user").LinkTarget ?? "")
                && IsEmpty(File.ReadLines("/proc/thread-self/net/ip_vs"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a thread may use ip_vs.</summary>
    /// <param name="status">Its status file.</param>
    /// <param name="userNamespace">What its link ns/user points to.</param>
    internal static bool IsPermitted(string status, string userNamespace)
    {
        const string word = "CapEff:";
        int at = status.IndexOf(word, StringComparison.Ordinal);
        if (at < 0 || userNamespace != FirstUserNamespace) return false;
        ReadOnlySpan<char> mask = status.AsSpan(at + word.Length);
        int end = mask.IndexOf('\n');
        return ulong.TryParse(mask[..Math.Max(end, 0)].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong effective)
            && ((effective >> CapNetAdmin) & 1) == 1;
    }

    /// <summary>Whether the kernel's listing holds nothing but its header.</summary>
    internal static bool IsEmpty(IEnumerable<string> listing)
    {
        int lines = 0;
        foreach (string line in listing)
        {
            if (++lines == 1 && !line.StartsWith("IP Virtual Server version ", StringComparison.Ordinal)) return false;
            if (lines > HeaderLines) return false;
        }
        return lines == HeaderLines;
    }
}
