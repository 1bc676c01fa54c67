using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using HaDirector.Linux;

namespace HaDirector.Benchmarks.Checks;

/// <summary>Starts a product with a load, pinned to core 0.</summary>
internal static partial class Products
{
    public static Process Start(string product, Load load, string exe, string folder)
    {
        string config = Path.Combine(folder, "config");
        string[] command;
        switch (product)
        {
            case "hadirector":
                File.WriteAllText(config, HaDirector(load));
                command = [exe, "run", "--config", config, "--director", "lb01", "--run-dir", Path.Combine(folder, "run")];
                break;
            case "haproxy":
                File.WriteAllText(config, HaProxy(load, Path.Combine(folder, "stats")));
                command = ["haproxy", "-db", "-f", config];
                break;
            case "keepalived":
                File.WriteAllText(config, Keepalived(load));
                string Pid(string part) => Path.Combine(folder, part + ".pid");
                command = ["keepalived", "--dont-fork", "--log-console", "-C", "-f", config, "-p", Pid("main"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd")];
                break;
            default:
                throw new ArgumentException($"no product {product}");
        }
        return Shell.StartIn(ChecksBenchmark.Host, Path.Combine(folder, "log"), new Dictionary<string, string>(), ["taskset", "-c", "0", .. command]);
    }

    /// <summary>How many servers are not up, as the product says; "?" where that takes too much asking.</summary>
    public static string NotUp(string product, string folder) => product switch
    {
        "hadirector" => DownIn(File.ReadAllText(Path.Combine(folder, "log"))).ToString(CultureInfo.InvariantCulture),
        "haproxy" => Ask(Path.Combine(folder, "stats"), "show stat -1 4 -1\n").Split('\n').Select(line => line.Split(','))
            .Count(fields => fields.Length > 18 && !fields[0].StartsWith('#') && !fields[17].StartsWith("UP", StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture),
        _ => "?",
    };

    /// <summary>No try began later than this many milliseconds after it was due, by HaDirector's own histogram; "?" for the others, who do not say.</summary>
    public static string LateAtMostMs(string product, string folder)
    {
        if (product != "hadirector") return "?";
        if (!UnixHttp.TryGet(Path.Combine(folder, "run", "control.sock"), "/metrics", TimeSpan.FromSeconds(20), out byte[] body, out string reason)) return reason;
        (string Bound, string Count)[] buckets = [.. LatenessLine().Matches(Encoding.UTF8.GetString(body)).Select(line => (line.Groups[1].Value, line.Groups[2].Value))];
        if (buckets.Length == 0) return "?";
        string bound = buckets.First(bucket => bucket.Count == buckets[^1].Count).Bound; // they are cumulative
        string most = double.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? $"≤ {seconds * 1000}" : "> 10000";
        long Within(string time) => long.Parse(buckets.First(bucket => bucket.Bound == time).Count, CultureInfo.InvariantCulture);
        long all = Within(buckets[^1].Bound);
        return $"{most} (over 100: {all - Within("0.1")}, over 250: {all - Within("0.25")} of {all})";
    }

    private static int DownIn(string log) =>
        ServerLine().Matches(log).Select(line => (Server: line.Groups[1].Value, Up: line.Groups[2].Value)).GroupBy(line => line.Server).Count(lines => lines.Last().Up == "down");

    private static string Ask(string path, string question)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.ASCII.GetBytes(question));
        using StreamReader reader = new(new NetworkStream(socket));
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"hadirector_check_lateness_seconds_bucket\{le=""([^""]+)""\} (\d+)")]
    private static partial Regex LatenessLine();

    [GeneratedRegex(@"server (\S+) of \S+ is (up|down)")]
    private static partial Regex ServerLine();

    private static string HaDirector(Load load)
    {
        var yaml = new StringBuilder("directors:\n  lb01: { address: 127.0.0.1 }\nservices:\n");
        string what = load.Kind == "tcp" ? "tcp: {}" : "http: { path: / }";
        for (int s = 0; s < load.Services; s++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  s{s}:\n    address: tcp://10.60.{s / 250}.{(s % 250) + 1}:80\n    scheduler: rr\n    forwarding: nat\n");
            yaml.Append(CultureInfo.InvariantCulture, $"    check: {{ {what}, interval: {load.IntervalMs}ms, timeout: {load.TimeoutMs}ms, rise: 2, fall: 3 }}\n    servers:\n");
            foreach ((string address, int port) in load.Of(s)) yaml.Append(CultureInfo.InvariantCulture, $"      - {{ address: {address}:{port} }}\n");
        }
        return yaml.ToString();
    }

    private static string HaProxy(Load load, string stats)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            global
              nbthread 1
              maxconn 100
              stats socket {stats}
            defaults
              mode {load.Kind}
              timeout connect {load.TimeoutMs}ms
              timeout client 5s
              timeout server 5s
              timeout check {load.TimeoutMs}ms

            """));
        for (int s = 0; s < load.Services; s++)
        {
            text.Append(CultureInfo.InvariantCulture, $"backend s{s}\n");
            if (load.Kind == "http") text.Append("  option httpchk GET / HTTP/1.1\n  http-check send hdr Host bench\n");
            int n = 0;
            foreach ((string address, int port) in load.Of(s))
                text.Append(CultureInfo.InvariantCulture, $"  server r{n++} {address}:{port} check inter {load.IntervalMs} rise 2 fall 3\n");
        }
        return text.ToString();
    }

    private static string Keepalived(Load load)
    {
        var text = new StringBuilder("global_defs {\n  checker_log_all_failures\n}\n");
        string timeout = (load.TimeoutMs / 1000.0).ToString("F3", CultureInfo.InvariantCulture);
        for (int s = 0; s < load.Services; s++)
        {
            text.Append(CultureInfo.InvariantCulture, $"virtual_server 10.60.{s / 250}.{(s % 250) + 1} 80 {{\n  delay_loop {load.IntervalMs / 1000.0}\n  lb_algo rr\n  lb_kind NAT\n  protocol TCP\n");
            foreach ((string address, int port) in load.Of(s))
            {
                string check = load.Kind == "tcp" ? $"TCP_CHECK {{ connect_timeout {timeout} }}" : $"HTTP_GET {{ url {{ path / status_code 200 }} connect_timeout {timeout} }}";
                text.Append(CultureInfo.InvariantCulture, $"  real_server {address} {port} {{\n    {check.Replace("{ ", "{\n", StringComparison.Ordinal).Replace(" }", "\n}", StringComparison.Ordinal)}\n  }}\n");
            }
            text.Append("}\n");
        }
        return text.ToString();
    }
}
