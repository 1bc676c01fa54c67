namespace HaDirector.Ipvs.Connections;

/// <summary>What it costs a kernel to list its connections. Before Linux 6.14 each page of the list is found by a walk from the first bucket on, so the cost grows with the square.</summary>
public static class ReadingCost
{
    /// <summary>Connections up to which such a kernel lists them in some seconds at most.</summary>
    public const long QuadraticMax = 20_000;

    private const double PageEntries = 62; // of 66 bytes, in 4096
    private const double SecondsPerStep = 0.4e-6; // 50,000 connections took 8 s

    /// <summary>Whether the cost grows with the square of the connections.</summary>
    /// <param name="kernel">Version of the kernel.</param>
    public static bool IsQuadratic(Version kernel) => kernel < new Version(6, 14);

    /// <summary>Seconds of kernel time that listing so many takes where the cost is quadratic; an order of magnitude.</summary>
    public static double QuadraticSeconds(long connections) => connections / PageEntries * connections / 2 * SecondsPerStep;

    /// <summary>Why a list should not be read without being asked twice; null when it may be.</summary>
    /// <param name="kernel">Version of the kernel.</param>
    /// <param name="connections">Connections and templates it holds.</param>
    /// <param name="wanted">Entries after which reading stops; null is at the end.</param>
    public static string? Objection(Version kernel, long connections, long? wanted)
    {
        long read = Math.Min(connections, wanted ?? long.MaxValue);
        return !IsQuadratic(kernel) || read <= QuadraticMax
            ? null
            : FormattableString.Invariant($"the kernel holds about {connections} connections, and Linux {kernel.Major}.{kernel.Minor} walks over all that it listed before for each {PageEntries} of them (6.14 does no more): about {QuadraticSeconds(read):F0} s of kernel time");
    }
}
