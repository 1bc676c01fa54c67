using System.Buffers.Binary;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;

namespace HaDirector.Link.Record;

/// <summary>What a VRRP process leaves to its successor about one router.</summary>
/// <param name="Name">Its name, hashed.</param>
/// <param name="VirtualRouterId">Its id.</param>
/// <param name="Family">Its family.</param>
/// <param name="State">Its state.</param>
/// <param name="Priority">Priority it advertised.</param>
/// <param name="Interval">Its advert interval.</param>
/// <param name="AdvertisedAt">When its last advert left, monotonic.</param>
public readonly record struct RoleEntry(
    uint Name, byte VirtualRouterId, IpFamily Family, VrrpState State, byte Priority, Centiseconds Interval, Instant AdvertisedAt)
{
    /// <summary>Until when no backup can have missed it: three intervals after its last advert (RFC 9568 section 6.1, with a skew of nothing).</summary>
    public Instant UnmissedUntil => AdvertisedAt + (3 * Interval.ToTimeSpan());

    /// <summary>Whether this is about a router of that spec, still as it was then.</summary>
    public bool IsOf(VirtualRouterSpec spec) =>
        VirtualRouterId == spec.VirtualRouterId && Family == spec.Family && Interval == spec.AdvertInterval && Name == HelloRouter.Hash(spec.Name);
}

/// <summary>
/// Bytes of the role record: a small file in the run directory by which a VRRP process that is started again knows whether the one before ended
/// in good order, and which routers were master. Written and read without allocation, but for the list of entries.
/// </summary>
/// <remarks>Head of 48 bytes: "HADROLE1", boot id (16), flags (1 = ended in good order), number of routers, checksum (FNV-1a of all the rest). 24 bytes a router.</remarks>
public static class RoleRecord
{
    /// <summary>Name of the file in the run directory.</summary>
    public const string FileName = "role";

    private const int HeadSize = 48, EntrySize = 24;
    private const ulong Magic = 0x48414452_4F4C4531; // "HADROLE1"
    private const uint Clean = 1;
    private const int EntriesMax = 2048;

    /// <summary>Bytes of a record of so many routers.</summary>
    public static int Size(int routers) => HeadSize + (Math.Min(routers, EntriesMax) * EntrySize);

    /// <summary>Writes a record.</summary>
    /// <param name="file">At least <see cref="Size"/> bytes.</param>
    /// <param name="boot">Which boot of the host this is.</param>
    /// <param name="clean">Whether the process ended in good order.</param>
    /// <param name="routers">Its routers; those beyond a great many are left out.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> file, Guid boot, bool clean, ReadOnlySpan<RoleEntry> routers)
    {
        int count = Math.Min(routers.Length, EntriesMax);
        file = file[..Size(count)];
        file.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(file, Magic);
        boot.TryWriteBytes(file[8..24]);
        BinaryPrimitives.WriteUInt32BigEndian(file[24..], clean ? Clean : 0);
        BinaryPrimitives.WriteUInt32BigEndian(file[28..], (uint)count);
        for (int i = 0; i < count; i++) Write(file.Slice(HeadSize + (i * EntrySize), EntrySize), routers[i]);
        BinaryPrimitives.WriteUInt32BigEndian(file[32..], Checksum(file));
        return file.Length;
    }

    /// <summary>Reads a record.</summary>
    /// <param name="file">The whole file; a longer one is cut to what its head says.</param>
    /// <param name="boot">Which boot of the host this is: a record of another one tells nothing.</param>
    /// <param name="clean">Whether the process before ended in good order, or there was none in this boot.</param>
    /// <returns>The routers of the process before; none when it told nothing sound.</returns>
    public static IReadOnlyList<RoleEntry> Read(ReadOnlySpan<byte> file, Guid boot, out bool clean)
    {
        clean = true;
        if (file.IsEmpty) return [];
        clean = false; // there was one, and what it left is not sound
        if (file.Length < HeadSize || BinaryPrimitives.ReadUInt64BigEndian(file) != Magic) return [];
        uint count = BinaryPrimitives.ReadUInt32BigEndian(file[28..]);
        if (count > EntriesMax || file.Length < Size((int)count)) return [];
        file = file[..Size((int)count)];
        if (BinaryPrimitives.ReadUInt32BigEndian(file[32..]) != Checksum(file)) return [];
        bool sameBoot = new Guid(file[8..24]) == boot;
        clean = !sameBoot || (BinaryPrimitives.ReadUInt32BigEndian(file[24..]) & Clean) != 0;
        if (!sameBoot) return [];
        List<RoleEntry> routers = new((int)count);
        for (int i = 0; i < count; i++) routers.Add(Read(file.Slice(HeadSize + (i * EntrySize), EntrySize)));
        return routers;
    }

    private static void Write(Span<byte> at, in RoleEntry entry)
    {
        BinaryPrimitives.WriteInt64BigEndian(at, entry.AdvertisedAt.Nanoseconds);
        BinaryPrimitives.WriteUInt32BigEndian(at[8..], entry.Name);
        BinaryPrimitives.WriteUInt16BigEndian(at[12..], (ushort)entry.Interval.Value);
        (at[14], at[15], at[16], at[17]) = (entry.VirtualRouterId, (byte)entry.Family, (byte)entry.State, entry.Priority);
    }

    private static RoleEntry Read(ReadOnlySpan<byte> at) => new(
        BinaryPrimitives.ReadUInt32BigEndian(at[8..]),
        at[14],
        (IpFamily)at[15],
        (VrrpState)at[16],
        at[17],
        new Centiseconds(BinaryPrimitives.ReadUInt16BigEndian(at[12..])),
        new Instant(BinaryPrimitives.ReadInt64BigEndian(at)));

    // All but the four bytes of the checksum itself.
    private static uint Checksum(ReadOnlySpan<byte> file)
    {
        uint hash = 2166136261;
        for (int i = 0; i < file.Length; i++)
        {
            if (i is < 32 or >= 36) hash = (hash ^ file[i]) * 16777619;
        }

        return hash;
    }
}
