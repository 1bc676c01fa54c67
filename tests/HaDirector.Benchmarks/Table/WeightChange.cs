using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HaDirector.Benchmarks.Table;

/// <summary>
/// How long one verdict in a large table takes to the kernel: a server's listener ends, the next try is refused (a packet on lo), the weight is set (a message on
/// netlink). The verdict lies between the two, so the time between them is an upper bound. The product's own word, from its verdict to the kernel's answer, is
/// printed beside it.
/// </summary>
internal static class WeightChange
{
    private const int Rounds = 11;

    public static int Listen()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Parse(TableLoad.CheckedAddress), TableLoad.CheckedPort));
        socket.Listen(100);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    public static void Measure(string netns, string place, TableLoad load, string[] command, TableRow row)
    {
        string capture = Path.Combine(place, "weight.pcap"), refusals = Path.Combine(place, "refusals");
        string log = Path.Combine(place, "log.weight");
        Product listener = Listener();
        using Product product = new(netns, log, command);
        using (NetlinkWatch watch = new(netns, capture)) KernelTable.WaitForQuiet(watch, load);
        KernelTable.Expect(netns, load.Services, load.Servers);
        for (int round = 0; round < Rounds; round++)
        {
            Thread.Sleep(3000);
            using Process tcpdump = Process.Start(new ProcessStartInfo("ip",
                ["netns", "exec", netns, "tcpdump", "-i", "lo", "-n", "-tt", "-l", "--immediate-mode", "--time-stamp-precision=nano", "-c", "1", $"src port {TableLoad.CheckedPort} and tcp[tcpflags] & tcp-rst != 0"])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            while (tcpdump.StandardError.ReadLine() is { } line && !line.Contains("listening on", StringComparison.Ordinal)) continue;
            double refused;
            using (NetlinkWatch watch = new(netns, capture))
            {
                listener.Signal("KILL");
                listener.Dispose();
                refused = double.Parse(tcpdump.StandardOutput.ReadLine()!.Split(' ')[0], CultureInfo.InvariantCulture);
                row.Print(watch.Stop(), refused, double.NaN, double.NaN);
            }
            listener = Listener();
        }
        listener.Dispose();
        Spread lags = Spread.Of(Lags(log));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"One weight of {load.Services} services, from the verdict to the kernel's answer by its log: n {lags.Count}, median {lags.P50:F1}, most {lags.Max:F1} ms"));

        Product Listener() => new(netns, Path.Combine(place, "listener"), "dotnet", typeof(WeightChange).Assembly.Location, "listen");
    }

    // "ipvs: acknowledged at ..., 0.8 ms after the verdict at ..."
    private static double[] Lags(string log) =>
    [
        .. File.ReadLines(log)
            .Select(static line => line.Split(" ms after the verdict"))
            .Where(static parts => parts.Length > 1)
            .Select(static parts => double.Parse(parts[0].Split(' ')[^1], CultureInfo.InvariantCulture)),
    ];
}
