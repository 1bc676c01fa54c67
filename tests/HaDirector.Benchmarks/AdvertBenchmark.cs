using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HaDirector.Benchmarks;

/// <summary>
/// Advert period on the wire under load, HaDirector and keepalived side by side on one bridge in the same seconds: both cores burnt by other
/// processes, thousands of HTTP checks a second in HaDirector's director process, which is also forced through full collections.
/// </summary>
internal static class AdvertBenchmark
{
    private const int HaVrid = 51, KaVrid = 61;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-bench-").FullName;
        var running = new List<Process>();
        using var lan = new Lan(("hb-ha1", "10.77.0.1/24"), ("hb-ha2", "10.77.0.2/24"), ("hb-ka1", "10.77.0.3/24"), ("hb-ka2", "10.77.0.4/24"));
        try
        {
            Shell.Run("ip", "-n", "hb-ha1", "route", "add", "local", "10.50.0.0/16", "dev", "lo");
            running.Add(AcceptServer.Start("hb-ha1", folder));
            string config = Path.Combine(folder, "hadirector.yaml");
            await File.WriteAllTextAsync(config, HaDirectorConfig(arguments));
            running.Add(StartHaDirector(arguments, config, "lb01", "hb-ha1", folder));
            running.Add(StartHaDirector(arguments, config, "lb02", "hb-ha2", folder));
            running.Add(StartKeepalived(arguments, "hb-ka1", 150, folder));
            running.Add(StartKeepalived(arguments, "hb-ka2", 100, folder));
            int master = running[1].Id;
            await Task.Delay(TimeSpan.FromSeconds(8)); // elections, first checks, tiering of the director process

            int director = int.Parse((await File.ReadAllTextAsync($"/proc/{master}/task/{master}/children")).Split(' ')[0], CultureInfo.InvariantCulture);
            using var collections = new FullCollections(director);
            using var burners = new Burners();
            Task forcing = collections.RunAsync(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromSeconds(2));
            using var capture = new AdvertCapture(Lan.Switch);
            await Task.Delay(TimeSpan.FromSeconds(arguments.Seconds));
            IReadOnlyList<AdvertCapture.Seen> seen = capture.Stop();
            string pulse = await ReadPulseAsync(arguments.Exe, folder);
            collections.Dispose();
            await forcing;

            Console.WriteLine($"adverts every {arguments.IntervalMs} ms for {arguments.Seconds} s; {Environment.ProcessorCount} cores burnt by as many busy loops;");
            Console.WriteLine($"HaDirector's director process: {arguments.Checks} HTTP checks/s, {collections.Count} full collections forced");
            Console.WriteLine();
            Console.WriteLine("| product | n | mean ms | p50 | p99 | p99.9 | max | over 3 intervals | adverts of the peer |");
            Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
            Row("HaDirector", seen, HaVrid, "10.77.0.1", arguments);
            Row("keepalived rt 50", seen, KaVrid, "10.77.0.3", arguments);
            Console.WriteLine();
            Console.WriteLine($"the VRRP process about itself: {pulse}");
            return 0;
        }
        finally
        {
            foreach (Process process in Enumerable.Reverse(running)) Shell.End(process);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Row(string product, IReadOnlyList<AdvertCapture.Seen> seen, int vrid, string master, Arguments arguments)
    {
        double[] at = [.. seen.Where(s => s.VirtualRouterId == vrid && s.Sender == master).Select(s => s.Second * 1000)];
        double[] gaps = [.. at.Zip(at.Skip(1), (a, b) => b - a)];
        Spread spread = Spread.Of(gaps);
        int late = gaps.Count(g => g > 3 * arguments.IntervalMs);
        int peer = seen.Count(s => s.VirtualRouterId == vrid && s.Sender != master);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {product} | {spread.Count} | {spread.Mean:F4} | {spread.P50:F3} | {spread.P99:F3} | {spread.P999:F3} | {spread.Max:F3} | {late} | {peer} |"));
    }

    private static Process StartHaDirector(Arguments arguments, string config, string name, string netns, string folder) =>
        Shell.StartIn(netns, Path.Combine(folder, name + ".log"), new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "1" },
            arguments.Exe, "run", "--config", config, "--director", name, "--run-dir", Path.Combine(folder, name));

    private static Process StartKeepalived(Arguments arguments, string netns, int priority, string folder)
    {
        string stem = Path.Combine(folder, netns);
        return Keepalived.Start(netns, stem, stem + ".log", KaVrid, priority, arguments.IntervalMs, "10.77.0.90");
    }

    private static async Task<string> ReadPulseAsync(string exe, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            exe, ["status", "--format", "json", "--socket", Path.Combine(folder, "lb01", "control.sock")])
        { RedirectStandardOutput = true })!;
        string json = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty("vrrp_process").GetRawText();
    }

    private static string HaDirectorConfig(Arguments arguments)
    {
        var yaml = new StringBuilder();
        yaml.AppendLine("directors:");
        yaml.AppendLine("  lb01: { address: 10.77.0.1 }");
        yaml.AppendLine("  lb02: { address: 10.77.0.2 }");
        yaml.AppendLine("virtual_routers:");
        yaml.AppendLine("  bench:");
        yaml.AppendLine("    interface: eth0");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"    virtual_router_id: {HaVrid}");
        yaml.AppendLine("    priority: { lb01: 150, lb02: 100 }");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"    advert_interval: {arguments.IntervalMs}ms");
        yaml.AppendLine("    addresses: [ 10.77.0.80/24 ]");
        if (arguments.Checks == 0) return yaml.ToString();
        yaml.AppendLine("services:");
        yaml.AppendLine("  bench:");
        yaml.AppendLine("    address: tcp://10.77.0.80:80");
        yaml.AppendLine("    scheduler: rr");
        yaml.AppendLine("    forwarding: nat");
        yaml.AppendLine("    check: { http: { path: / }, interval: 1s, timeout: 500ms, rise: 2, fall: 2 }");
        yaml.AppendLine("    servers:");
        for (int i = 0; i < arguments.Checks; i++)
            yaml.AppendLine(CultureInfo.InvariantCulture, $"      - {{ address: 10.50.{i / 250}.{(i % 250) + 1}:8080 }}");
        return yaml.ToString();
    }
}
