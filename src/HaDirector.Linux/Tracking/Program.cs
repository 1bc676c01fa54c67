using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Tracking;

/// <summary>Whether a program may be run for us: it is there, it can be executed, and, when it runs as root, only root can change it.</summary>
public static class Program
{
    private const int LinksMax = 40; // the kernel's own bound
    private const ushort KindMask = 0xF000, Link = 0xA000, Directory = 0x4000, Regular = 0x8000;
    private const ushort GroupWrites = 0x10, OthersWrite = 0x2, AnyExecutes = 0x49;

    /// <summary>Why a program cannot be run, in words; null when it can.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="asRoot">Whether it would run as root. Then nobody else may be able to put another in its place, on the whole way to it.</param>
    /// <remarks>Links are followed and what they lead to is judged, so that a merged /usr (/bin is a link to /usr/bin) is as good as any.</remarks>
    public static string? Refuse(string path, bool asRoot)
    {
        if (!path.StartsWith('/')) return $"{path} is not an absolute path";
        Stack<string> left = Parts(path);
        string at = "";
        for (int links = 0; left.Count > 0;)
        {
            if (asRoot && RefuseOwner(at.Length == 0 ? "/" : at) is { } why) return why;
            string part = left.Pop();
            if (part == "..")
            {
                at = at[..Math.Max(at.LastIndexOf('/'), 0)];
                continue;
            }

            string next = at + "/" + part;
            int error = Libc.FileStatus(next, Libc.NoFollow, out _, out _, out ushort mode);
            if (error != 0) return new LinuxException(next, error).Message;
            if ((mode & KindMask) == Link)
            {
                if (++links > LinksMax) return $"{path} leads through too many links";
                string target = new FileInfo(next).LinkTarget ?? "";
                if (target.StartsWith('/')) at = "";
                foreach (string step in Parts(target).Reverse()) left.Push(step);
                continue;
            }

            if (left.Count > 0 && (mode & KindMask) != Directory) return $"{next} is not a directory";
            at = next;
        }

        return RefuseFile(at, asRoot);
    }

    private static string? RefuseFile(string path, bool asRoot)
    {
        int error = Libc.FileStatus(path, Libc.NoFollow, out _, out _, out ushort mode);
        if (error != 0) return new LinuxException(path, error).Message;
        if ((mode & KindMask) != Regular) return $"{path} is not a file";
        if ((mode & AnyExecutes) == 0) return $"{path} is not executable";
        return asRoot ? RefuseOwner(path) : null;
    }

    private static string? RefuseOwner(string path)
    {
        int error = Libc.FileStatus(path, Libc.NoFollow, out uint owner, out uint group, out ushort mode);
        if (error != 0) return new LinuxException(path, error).Message;
        if (owner != 0) return $"it would run as root, and {path} belongs to user {owner}";
        if ((mode & OthersWrite) != 0) return $"it would run as root, and {path} can be written by everybody";
        if ((mode & GroupWrites) != 0 && group != 0) return $"it would run as root, and {path} can be written by group {group}";
        return null;
    }

    // In the order of the walk: the first part on top.
    private static Stack<string> Parts(string path) =>
        new(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse());
}
