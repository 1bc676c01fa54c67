using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Tracking;

/// <summary>
/// Hears (inotify) that something about files may have changed. It watches their directories, so that a file that is replaced, moved away or not
/// there yet is heard of too; a directory that goes or comes must be armed again. It says only when to look.
/// </summary>
public sealed unsafe class FileNotice : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private const int ReadsMax = 64; // of one hearing; what is left wakes again

    private readonly Descriptor _descriptor = Descriptor.Own(Libc.InotifyInit(Libc.InotifyFlags), "inotify_init1");
    private readonly HashSet<int> _watches = [];

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Watches exactly these directories from now on; one that is not there is left out until the next time.</summary>
    public void Arm(IEnumerable<string> directories)
    {
        HashSet<int> watches = [.. directories.Select(path => Libc.InotifyAddWatch(_descriptor.Number, path, Libc.InotifyChanges)).Where(watch => watch >= 0)];
        foreach (int gone in _watches.Except(watches)) _ = Libc.InotifyRemoveWatch(_descriptor.Number, gone);
        _watches.Clear();
        _watches.UnionWith(watches);
    }

    /// <summary>Takes what waits.</summary>
    /// <returns>Whether anything did.</returns>
    public bool Hear()
    {
        byte* buffer = stackalloc byte[BufferBytes];
        int reads = 0;
        while (reads < ReadsMax && Libc.Read(_descriptor.Number, buffer, BufferBytes) > 0) reads++;
        return reads > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
