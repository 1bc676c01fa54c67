using HaDirector.Ipvs;

namespace HaDirector.Linux.Netlink;

/// <summary>Remembers in the run directory which services of the kernel's table this director made, over its own restarts.</summary>
/// <remarks>The directory is in memory (/run) and goes with the kernel's table at a reboot, so the two never disagree for long.</remarks>
public sealed class IpvsOwnership : IOwnedServices
{
    /// <summary>Name of the file in the run directory.</summary>
    public const string FileName = "ipvs-owned";

    internal const long BytesMax = 16 * 1024 * 1024; // 200,000 services and more

    private readonly string _path;
    private HashSet<ServiceKey> _keys = [];

    /// <summary>Reads the file where there is one. What cannot be read owns nothing, and is told in <see cref="Problem"/>.</summary>
    public IpvsOwnership(string runDirectory)
    {
        _path = Path.Combine(runDirectory, FileName);
        try
        {
            FileInfo file = new(_path);
            if (!file.Exists) return;
            if (file.Length > BytesMax)
            {
                Problem = $"{_path} is longer than {BytesMax} bytes";
                return;
            }

            _keys = [.. OwnedServices.Parse(File.ReadAllText(_path), out int rejected)];
            if (rejected > 0) Problem = $"{_path}: {rejected} lines name no service";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Problem = unreadable.Message;
        }
    }

    /// <summary>The table that this process sees: that of its network namespace.</summary>
    internal static string? Place { get; } = new FileInfo("/proc/self/ns/net").LinkTarget;

    /// <summary>What was wrong with the file; null when nothing was.</summary>
    public string? Problem { get; }

    /// <inheritdoc/>
    public IReadOnlySet<ServiceKey> Keys => _keys;

    /// <inheritdoc/>
    public void Claim(IReadOnlyCollection<ServiceKey> keys)
    {
        if (!keys.All(_keys.Contains)) Set([.. _keys, .. keys]);
    }

    /// <inheritdoc/>
    public void Release(IReadOnlyCollection<ServiceKey> keys)
    {
        if (!keys.Any(_keys.Contains)) return;
        HashSet<ServiceKey> next = [.. _keys];
        next.ExceptWith(keys);
        Set(next);
    }

    // In one step: the file is the list of before or the new one.
    private void Set(HashSet<ServiceKey> next)
    {
        string draft = _path + ".new";
        File.WriteAllText(draft, OwnedServices.Format(next, Place));
        File.Move(draft, _path, overwrite: true);
        _keys = next;
    }
}
