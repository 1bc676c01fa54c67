using HaDirector.Drills.Simulation;

namespace HaDirector.Fuzz;

/// <summary>One way into the program: good packets of it, how a spoiled one is repaired, and what hears it.</summary>
internal abstract class Target
{
    /// <summary>Name for the report.</summary>
    public abstract string Name { get; }

    /// <summary>Writes a good packet.</summary>
    /// <returns>Its length.</returns>
    public abstract int Write(Span<byte> buffer, ref Prng random);

    /// <summary>Where mutations hurt most: the first bytes after the IP header.</summary>
    public virtual int HeadAt => 0;

    /// <summary>Gives a spoiled packet the checksum that fits it.</summary>
    public virtual bool Repair(Span<byte> packet) => false;

    /// <summary>Hears a packet.</summary>
    /// <param name="packet">It.</param>
    /// <param name="believed">Whether it passed every check.</param>
    /// <returns>Whether all is well: nothing moved if it was dropped, and it makes sense if it was not.</returns>
    public abstract bool Hear(ReadOnlySpan<byte> packet, out bool believed);
}
