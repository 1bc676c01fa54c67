using HaDirector.Link.Record;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Vrrp;
using Microsoft.Win32.SafeHandles;

namespace HaDirector.VrrpProcess;

/// <summary>
/// The role record in the run directory: read once at the start, then kept by the supervisor. Writing it allocates nothing, since a collection
/// would stop the real-time thread, too.
/// </summary>
internal sealed class RoleFile : IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100), Seldom = TimeSpan.FromMilliseconds(500);

    private readonly Guid _boot;
    private readonly SafeFileHandle? _file;
    private RoleEntry[] _entries = [];
    private byte[] _bytes = new byte[RoleRecord.Size(0)];

    /// <summary>Opens the record; what cannot be opened is as if there were none.</summary>
    /// <param name="directory">The run directory; null keeps no record.</param>
    /// <param name="say">Hears what a human should know.</param>
    public RoleFile(string? directory, Action<string> say)
    {
        _ = Guid.TryParse(Sysctl.Read("kernel.random.boot_id"), out _boot);
        if (directory is null) return;
        try
        {
            Directory.CreateDirectory(directory);
            string path = Path.Combine(directory, RoleRecord.FileName);
            byte[] before = File.Exists(path) ? File.ReadAllBytes(path) : [];
            Before = RoleRecord.Read(before, _boot, out bool clean);
            Crashed = !clean;
            _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            say($"no record of roles is kept, a restart will be an election: {refused.Message}");
        }
    }

    /// <summary>Whether the process before did not end in good order.</summary>
    public bool Crashed { get; }

    /// <summary>What the routers of the process before were.</summary>
    public IReadOnlyList<RoleEntry> Before { get; } = [];

    /// <summary>When to write next.</summary>
    public Instant NextWrite { get; private set; } = Instant.Never;

    /// <summary>Until when a router that was master can still go on as if nothing happened; before now when none can.</summary>
    public Instant UnmissedUntil
    {
        get
        {
            Instant until = default;
            foreach (RoleEntry entry in Before)
            {
                if (entry.State == VrrpState.Master && entry.UnmissedUntil > until) until = entry.UnmissedUntil;
            }

            return until;
        }
    }

    /// <summary>What was written of a router, when it was master and no backup can have missed it yet.</summary>
    public RoleEntry? Unmissed(VirtualRouterSpec spec, Instant now)
    {
        foreach (RoleEntry entry in Before)
        {
            if (entry.State == VrrpState.Master && entry.IsOf(spec) && now < entry.UnmissedUntil) return entry;
        }

        return null;
    }

    /// <summary>Makes room for a new set of routers; this allocates.</summary>
    public void MakeRoom(int routers, Instant now)
    {
        if (_file is null || _entries.Length == routers) return;
        (_entries, _bytes, NextWrite) = (new RoleEntry[routers], new byte[RoleRecord.Size(routers)], now);
    }

    /// <summary>Writes how the routers are.</summary>
    /// <param name="routers">Routers of the set in force.</param>
    /// <param name="clean">Whether the process ends now, in good order.</param>
    /// <param name="now">The time.</param>
    public void Write(RouterSlot[] routers, bool clean, Instant now)
    {
        if (_file is null) return;
        TimeSpan every = Seldom;
        int count = Math.Min(routers.Length, _entries.Length);
        for (int i = 0; i < count; i++)
        {
            RouterRuntime router = routers[i].Router;
            VirtualRouterSpec spec = routers[i].Spec;
            _entries[i] = new RoleEntry(router.NameHash, spec.VirtualRouterId, spec.Family, router.Instance.State, spec.Priority, spec.AdvertInterval, router.AdvertisedAt);
            // Shorter intervals than this end before any restart does.
            TimeSpan half = spec.AdvertInterval.ToTimeSpan() / 2;
            if (half >= Often && half < every) every = half;
        }

        NextWrite = now + every;
        int length = RoleRecord.Write(_bytes, _boot, clean, _entries.AsSpan(0, count));
        try
        {
            RandomAccess.Write(_file, _bytes.AsSpan(0, length), 0);
        }
        catch (IOException)
        {
            // A full file system: the checksum will not fit, and the next start is an election.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
