using System.Text;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Processes;

/// <summary>Runs nft(8) on a script, in the calling thread's network namespace: everything in it happens at once or nothing.</summary>
public static unsafe class Nft
{
    // Not by PATH: what has the rights of this process must not be chosen by its environment.
    private static readonly string[] Paths = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> Environment = new() { ["LC_ALL"] = "C" };

    private const int OutputMax = 4096, ListingMax = 1 << 20, SignalKill = 9;

    /// <summary>Where it is; null when it is not installed.</summary>
    public static string? Path => Array.Find(Paths, File.Exists);

    /// <summary>Runs a script.</summary>
    /// <returns>Null when all of it was done, else why not, in one line.</returns>
    public static string? Run(string script) => Run(["-f", "-"], script, 0, out _);

    /// <summary>Lists a table as it is in the kernel, without the counts of its counters.</summary>
    /// <param name="table">Family and name.</param>
    /// <param name="listing">The text; null when it could not be had.</param>
    /// <returns>Null when it was listed, else why not, in one line.</returns>
    public static string? TryList(string table, out string? listing)
    {
        string? why = Run(["-s", "list", "table", .. table.Split(' ')], "", ListingMax, out string output);
        listing = why is null ? output : null;
        return why;
    }

    /// <summary>Whether what <see cref="TryList"/> gave as the reason is that there is no such table.</summary>
    public static bool SaysNone(string why) => why.EndsWith("No such file or directory", StringComparison.Ordinal);

    private static string? Run(string[] arguments, string script, int most, out string said)
    {
        said = "";
        if (Path is not { } path) return "nft is not installed";
        try
        {
            using Descriptor input = InMemory(script), output = InMemory("");
            using ChildProcess nft = ChildProcess.Start(
                path, arguments, Environment, (input.Number, 0), (output.Number, 1), (output.Number, 2));
            if (!nft.WaitForEnd(Limit))
            {
                nft.Signal(SignalKill);
                nft.WaitForEnd(Limit);
                nft.TryCollect(out _);
                return $"nft did not end within {Limit.TotalSeconds:F0} s";
            }

            _ = nft.TryCollect(out int exitCode);
            if (exitCode != 0) return FirstLine(output) is { Length: > 0 } line ? line : $"nft ended with {exitCode}";
            if (most > 0) said = Read(output, most); // nothing is allocated for a script: the VRRP process runs some
            return null;
        }
        catch (IOException refused)
        {
            return refused.Message;
        }
    }

    private static Descriptor InMemory(string text)
    {
        byte* name = stackalloc byte[] { (byte)'n', (byte)'f', (byte)'t', 0 };
        Descriptor file = Descriptor.Own(Libc.MemFdCreate(name, Libc.MemFdCloseOnExec), "memfd_create");
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* first = bytes)
        {
            // At an offset of its own, so that the child begins to read at the beginning.
            if (Libc.WriteAt(file.Number, first, (nuint)bytes.Length, 0) != bytes.Length)
            {
                file.Dispose();
                throw LinuxException.Last("write a script for nft");
            }
        }

        return file;
    }

    private static string Read(Descriptor output, int most)
    {
        byte[] bytes = new byte[most];
        int length;
        fixed (byte* first = bytes) length = (int)Libc.ReadAt(output.Number, first, (nuint)most, 0);
        return Encoding.UTF8.GetString(bytes, 0, Math.Max(length, 0));
    }

    private static string FirstLine(Descriptor output)
    {
        byte* bytes = stackalloc byte[OutputMax];
        int length = (int)Libc.ReadAt(output.Number, bytes, OutputMax, 0);
        string text = Encoding.UTF8.GetString(bytes, Math.Max(length, 0)).Trim();
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
