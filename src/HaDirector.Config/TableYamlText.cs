using System.Globalization;
using System.Text;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config;

/// <summary>The services of a table, line by line.</summary>
/// <param name="head">What comes before them.</param>
internal sealed class TableYamlText(string head)
{
    private const int NameMax = 63;

    private readonly StringBuilder _text = new(head);
    private readonly HashSet<string> _names = [];

    /// <summary>Comments about what could not be said.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Adds a service, or a comment that says why not.</summary>
    public void Add(ServiceKey key, VirtualService service)
    {
        IReadOnlyList<SaidServer> servers = TableGaps.Servers(key, service);
        if (TableGaps.Of(key, service.Spec.Normal(key.Family), servers) is { } why)
        {
            Line($"# left out: {key}: {why}");
            LeftOut++;
            return;
        }

        if (_names.Count == 0) Line("services:");
        Line($"  {Name(key)}:");
        if (!key.IsMark) Line($"    address: \"{key}\"");
        else Line(key.Family == IpFamily.V6 ? $"    mark: {key.FirewallMark}\n    family: ipv6" : $"    mark: {key.FirewallMark}");
        Behaviour(key, service.Spec.Normal(key.Family));
        Servers(key, servers);
    }

    /// <summary>The whole text.</summary>
    public override string ToString() => _text.ToString();

    private void Behaviour(ServiceKey key, ServiceSpec spec)
    {
        ServiceFlags heeded = spec.Flags & Schedulers.Find(spec.Scheduler)!.Flags;
        string[] flags =
        [
            .. new[] { (ServiceFlags.SchedulerFallback, "fallback"), (ServiceFlags.SchedulerPort, "port") }.Where(f => heeded.HasFlag(f.Item1)).Select(f => f.Item2),
        ];
        Line($"    scheduler: {spec.Scheduler}", TableGaps.Flags(spec));
        if (flags.Length > 0) Line($"    scheduler_flags: [ {string.Join(", ", flags)} ]");
        if (TableGaps.OnePacket(key, spec) is { } why) Line("   ", why);
        else if (spec.Flags.HasFlag(ServiceFlags.OnePacket)) Line("    one_packet: true");
        if (spec.Flags.HasFlag(ServiceFlags.Persistent)) Persistence(key, spec);
    }

    private void Persistence(ServiceKey key, ServiceSpec spec)
    {
        int whole = key.Family == IpFamily.V4 ? 32 : 128;
        string?[] gaps = [TableGaps.Timeout(spec), TableGaps.Granularity(spec), TableGaps.Engine(key, spec)];
        string granularity = spec.PersistencePrefixLength is > 0 and byte bits && bits < whole ? $", granularity: {bits}" : "";
        string engine = spec.PersistenceEngine is { } name && gaps[2] is null ? $", engine: {name}" : "";
        Line($"    persistence: {{ timeout: {Math.Min(spec.PersistenceSeconds, TableGaps.PersistenceMax)}s{granularity}{engine} }}", gaps);
    }

    // What most servers have is said once.
    private void Servers(ServiceKey key, IReadOnlyList<SaidServer> servers)
    {
        DestinationSpec[] said = [.. servers.Where(s => s.Why is null).Select(s => s.How)];
        Forwarding forwarding = Commonest(said.Select(s => s.Forwarding));
        TunnelSpec tunnel = Commonest(said.Where(s => s.Forwarding == Forwarding.Tunnel).Select(s => s.Tunnel));
        Line($"    forwarding: {Word(forwarding)}");
        if (tunnel != default) Line($"    tunnel: {Word(tunnel)}");
        Line("    servers:");
        foreach (SaidServer server in servers)
        {
            if (server.Why is null) Line(Server(key, server, forwarding, tunnel), TableGaps.Of(server));
            else Line("     ", $"left out: {server.Held}: {server.Why}");
        }
    }

    private static string Server(ServiceKey key, SaidServer server, Forwarding forwarding, TunnelSpec tunnel)
    {
        DestinationSpec how = server.How;
        string address = server.Said.Port == key.Address.Port ? server.Said.Address.ToString() : server.Said.ToString();
        StringBuilder text = new($"      - {{ address: \"{address}\", weight: {Math.Min(how.Weight, TableGaps.WeightMax)}");
        if (how.Forwarding != forwarding) text.Append(", forwarding: ").Append(Word(how.Forwarding));
        if (how.Forwarding == Forwarding.Tunnel && how.Tunnel != tunnel) text.Append(", tunnel: ").Append(Word(how.Tunnel));
        if (how.UpperThreshold > 0) text.Append(CultureInfo.InvariantCulture, $", upper_threshold: {Math.Min(how.UpperThreshold, int.MaxValue)}");
        if (how.LowerThreshold > 0) text.Append(CultureInfo.InvariantCulture, $", lower_threshold: {Math.Min(how.LowerThreshold, int.MaxValue)}");
        return text.Append(" }").ToString();
    }

    private void Line(string line, params string?[] gaps)
    {
        string[] told = [.. gaps.OfType<string>()];
        LeftOut += told.Length;
        _text.Append(line).Append(told.Length > 0 ? " # " : "").AppendJoin("; ", told).Append('\n');
    }

    private string Name(ServiceKey key)
    {
        string plain = string.Concat(key.ToString().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        string name = string.Join('-', plain.Split('-', StringSplitOptions.RemoveEmptyEntries));
        if (name.Length > NameMax - 4) name = name[..(NameMax - 4)];
        string unique = name;
        for (int i = 2; !_names.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        return unique;
    }

    private static T Commonest<T>(IEnumerable<T> values) where T : struct =>
        values.GroupBy(v => v).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstOrDefault();

    private static string Word(Forwarding forwarding) => forwarding switch
    {
        Forwarding.Nat => "nat",
        Forwarding.Tunnel => "tun",
        _ => "dr",
    };

    private static string Word(TunnelSpec tunnel)
    {
        string type = Word(tunnel.Type), port = tunnel.Type == TunnelType.Gue ? $", port: {tunnel.Port}" : "";
        string checksum = tunnel.Checksum == TunnelChecksum.None ? "" : $", checksum: {Word(tunnel.Checksum)}";
        return port.Length + checksum.Length == 0 ? type : $"{{ type: {type}{port}{checksum} }}";
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
