using System.Diagnostics;

namespace HaDirector.Benchmarks.Table;

/// <summary>What a namespace's table holds, counted in /proc, which costs netlink nothing.</summary>
internal static class KernelTable
{
    public static int Services(string netns) => Count(netns).Services;

    public static void Expect(string netns, int services, int servers)
    {
        (int Services, int Servers) held = Count(netns);
        if (held != (services, servers)) throw new InvalidOperationException($"the table holds {held.Services} services and {held.Servers} servers, not {services} and {servers}");
    }

    /// <summary>Waits until as much was said as such a table takes, and hardly anybody has spoken for a while. The table itself is not looked at meanwhile: reading it in /proc costs the square of its size.</summary>
    public static void WaitForQuiet(NetlinkWatch watch, TableLoad load)
    {
        const int looksMin = 2;
        const long little = 400_000; // between two looks: an audit that goes on beside
        long much = 100L * load.Servers; // a request is longer, an answer too; others on netlink do not come near
        long bytes = -1;
        int looks = 0;
        for (Stopwatch patience = Stopwatch.StartNew(); looks < looksMin && patience.Elapsed < TimeSpan.FromMinutes(3); Thread.Sleep(1500))
        {
            looks = watch.Bytes - bytes < little && bytes > much ? looks + 1 : 0;
            bytes = watch.Bytes;
        }
    }

    /// <summary>When a program last used its processor, seen once it has not for 0.7 s.</summary>
    public static double WhenIdle(int process, double before)
    {
        double last = Product.Now;
        for (Stopwatch patience = Stopwatch.StartNew(); patience.Elapsed.TotalSeconds < 60 && Product.Now - last < 0.7; Thread.Sleep(10))
        {
            double cpu = Checks.Sample.Of(process).CpuSeconds;
            if (cpu > before) (before, last) = (cpu, Product.Now);
        }
        return last;
    }

    private static (int Services, int Servers) Count(string netns)
    {
        using Process cat = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", netns, "cat", "/proc/net/ip_vs"]) { RedirectStandardOutput = true })!;
        int services = 0, servers = 0;
        while (cat.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("TCP", StringComparison.Ordinal)) services++;
            else if (line.StartsWith("  -> ", StringComparison.Ordinal) && !line.Contains("Remote", StringComparison.Ordinal)) servers++;
        }
        cat.WaitForExit();
        return (services, servers);
    }
}
