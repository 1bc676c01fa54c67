using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>How many descriptors this process may have open (RLIMIT_NOFILE).</summary>
public static unsafe class FileLimit
{
    /// <summary>Raises the limit to <paramref name="wanted"/> where it is lower and the kernel lets us.</summary>
    /// <returns>The limit that holds; it may be lower or higher than wanted.</returns>
    public static int Raise(int wanted)
    {
        Libc.ResourceLimit limit;
        if (Libc.GetResourceLimit(Libc.LimitOpenFiles, &limit) != 0) return 0;
        if (limit.Current < (ulong)wanted)
        {
            Libc.ResourceLimit all = new() { Current = (ulong)wanted, Max = Math.Max(limit.Max, (ulong)wanted) };
            Libc.ResourceLimit allowed = new() { Current = limit.Max, Max = limit.Max };
            if (Libc.SetResourceLimit(Libc.LimitOpenFiles, &all) == 0) limit = all; // above the hard limit it takes CAP_SYS_RESOURCE
            else if (Libc.SetResourceLimit(Libc.LimitOpenFiles, &allowed) == 0) limit = allowed;
        }
        return (int)Math.Min(limit.Current, int.MaxValue);
    }
}
