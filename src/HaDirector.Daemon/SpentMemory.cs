using System.Runtime;

namespace HaDirector.Daemon;

/// <summary>Gives back to the system what loading a large file left behind in the heap: the collector by itself sees no reason to.</summary>
internal static class SpentMemory
{
    /// <summary>Below this nothing worth a pause is left behind.</summary>
    private const int FileMin = 1024 * 1024;

    /// <summary>By then every loop has gone over to the new plan, and nobody holds the old one.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    /// <summary>Does so a moment later, on another thread.</summary>
    /// <param name="length">Length of the file that was loaded, in bytes.</param>
    public static void ReleaseSoon(int length)
    {
        if (length >= FileMin) _ = Release();
    }

    private static async Task Release()
    {
        await Task.Delay(Wait).ConfigureAwait(false);
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
