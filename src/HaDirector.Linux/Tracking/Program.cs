using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Tracking;

/// <summary>Whether a program may be run for us: it is there, it can be executed, not everybody can change it, and, when it runs as root, only root can.</summary>
public static class Program
{
    private const int LinksMax = 40; // the kernel's own bound

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
            int error = RightsOf(next, out FileRights rights);
            if (error != 0) return new LinuxException(next, error).Message;
            if (rights.IsLink)
            {
                if (++links > LinksMax) return $"{path} leads through too many links";
                string target = new FileInfo(next).LinkTarget ?? "";
                if (target.StartsWith('/')) at = "";
                foreach (string step in Parts(target).Reverse()) left.Push(step);
                continue;
            }

            if (left.Count > 0 && !rights.IsDirectory) return $"{next} is not a directory";
            at = next;
        }

        return RefuseFile(at, asRoot);
    }

    private static string? RefuseFile(string path, bool asRoot)
    {
        int error = RightsOf(path, out FileRights rights);
        return error != 0 ? new LinuxException(path, error).Message : rights.WhyNotRun(path, asRoot);
    }

    private static string? RefuseOwner(string path)
    {
        int error = RightsOf(path, out FileRights rights);
        return error != 0 ? new LinuxException(path, error).Message : rights.WhyNotTrustedByRoot(path);
    }

    private static int RightsOf(string path, out FileRights rights)
    {
        int error = Libc.FileStatus(path, Libc.NoFollow, out uint owner, out uint group, out ushort mode);
        rights = new FileRights(owner, group, mode);
        return error;
    }

    // In the order of the walk: the first part on top.
    private static Stack<string> Parts(string path) =>
        new(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse());
}
