using System.Runtime.InteropServices;

namespace HaDirector.Linux;

/// <summary>One descriptor to wait for (struct pollfd).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollEntry
{
    /// <summary>POLLIN.</summary>
    public const short Readable = 1;

    /// <summary>Descriptor; a negative one is skipped.</summary>
    public int Descriptor;

    /// <summary>What to wait for.</summary>
    public short Wanted;

    /// <summary>What happened; errors and hang-ups are told unasked.</summary>
    public short Happened;
}
