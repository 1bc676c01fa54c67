using System.Globalization;

namespace HaDirector.Ipvs;

/// <summary>The kernel's connection table, whose size only the module's option says, before it is loaded.</summary>
public static class ConnectionTable
{
    /// <summary>What to write where when the size is another one.</summary>
    /// <param name="bits">Wanted size as a power of two.</param>
    /// <param name="size">Number of lists that the kernel has.</param>
    public static string Line(int bits, uint size) => string.Create(CultureInfo.InvariantCulture,
        $"the kernel's connection table has {size} lists, wanted {1L << bits}: write 'options ip_vs conn_tab_bits={bits}' into /etc/modprobe.d/ip_vs.conf");
}
