using System.Globalization;
using System.Text.Json;
using HaDirector.Config.Binding;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>Transport, virtual address and port of a service: tcp://192.0.2.80:80.</summary>
internal readonly record struct ServiceAddress(Transport Transport, IpEndpoint Endpoint);

/// <summary>An address of a service with a port or a range of them, or a firewall mark.</summary>
internal readonly record struct ServiceAddresses(Transport Transport, IpAddress Address, ushort First, ushort Last, ServiceKey? Mark)
{
    /// <summary>What the kernel knows them by, ports in order.</summary>
    public IEnumerable<ServiceKey> Keys
    {
        get
        {
            if (Mark is { } mark) yield return mark;
            else for (int port = First; port <= Last; port++) yield return ServiceKey.At(Transport, new IpEndpoint(Address, (ushort)port));
        }
    }

    /// <summary>How many.</summary>
    public int Count => Last - First + 1;
}

/// <summary>Address of a real server; the port is null when it is the service's.</summary>
internal readonly record struct ServerAddress(IpAddress Address, ushort? Port);

/// <summary>Every form an address has in the language.</summary>
internal static class Addresses
{
    private const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private const string V4 = $"{Octet}(\\.{Octet}){{3}}";

    /// <summary>Wider than IPv6 really is: an exact pattern would be longer than this file.</summary>
    private const string V6 = "[0-9A-Fa-f]*:[0-9A-Fa-f:.]*";

    private const string Port = "[0-9]{1,5}";

    public static readonly ScalarShape<IpAddress> Address = Scalar<IpAddress>("an IP address", $"^({V4}|{V6})$", IpAddress.TryParse);

    public static readonly ScalarShape<IpPrefix> Prefix = Scalar<IpPrefix>(
        "an IP address with a prefix length (192.0.2.80/24)", $"^({V4}(/(3[0-2]|[12]?[0-9]))?|{V6}(/[0-9]{{1,3}})?)$", TryPrefix);

    /// <summary>A network of a route or rule: the whole Internet, too.</summary>
    public static readonly ScalarShape<IpPrefix> Network = Scalar<IpPrefix>(
        "a network such as 198.51.100.0/24", $"^({V4}(/(3[0-2]|[12]?[0-9]))?|{V6}(/[0-9]{{1,3}})?)$", IpPrefix.TryParse);

    public static readonly ScalarShape<IpEndpoint> Listen = Scalar<IpEndpoint>(
        "an IP address and a port (192.0.2.11:9100)", $"^({V4}|\\[{V6}\\]):{Port}$", TryListen);

    public static readonly ScalarShape<ServerAddress> Server = Scalar<ServerAddress>(
        "an IP address, perhaps with a port (192.0.2.21 or 192.0.2.21:80)", $"^({V4}(:{Port})?|{V6}|\\[{V6}\\]:{Port})$", TryServer);

    public static readonly ScalarShape<ServiceAddress> Service = Scalar<ServiceAddress>(
        "tcp://ADDRESS:PORT, udp:// or sctp:// (IPv6 in brackets)", $"^(tcp|udp|sctp)://({V4}|\\[{V6}\\]):{Port}$", TryService);

    public static readonly ScalarShape<ServiceAddresses> Many = Scalar<ServiceAddresses>(
        "tcp://ADDRESS:PORT, tcp://ADDRESS:FIRST-LAST (udp:// or sctp:// likewise), mark:NUMBER or mark6:NUMBER",
        $"^((tcp|udp|sctp)://({V4}|\\[{V6}\\]):{Port}(-{Port})?|mark6?:[0-9]{{1,10}})$", TryMany);

    public static readonly ScalarShape<ServiceAddresses> Packets = Scalar<ServiceAddresses>(
        "tcp://ADDRESS:PORT or tcp://ADDRESS:FIRST-LAST (udp:// or sctp:// likewise)", $"^(tcp|udp|sctp)://({V4}|\\[{V6}\\]):{Port}(-{Port})?$", TryPackets);

    private static ScalarShape<T> Scalar<T>(string expected, string pattern, ScalarParser<T> parse) =>
        new(expected, (Utf8JsonWriter json) => { json.WriteString("type", "string"); json.WriteString("pattern", pattern); }, parse);

    /// <summary>A virtual address: neither 0.0.0.0 nor multicast can be held.</summary>
    private static bool TryPrefix(string text, out IpPrefix prefix) =>
        IpPrefix.TryParse(text, out prefix) && prefix.Length > 0 && IsUnicast(prefix.Address);

    private static bool TryListen(string text, out IpEndpoint endpoint) => IpEndpoint.TryParse(text, out endpoint) && endpoint.Port > 0;

    private static bool TryServer(string text, out ServerAddress server)
    {
        if (IpAddress.TryParse(text, out IpAddress address)) server = new(address, null);
        else if (IpEndpoint.TryParse(text, out IpEndpoint endpoint)) server = new(endpoint.Address, endpoint.Port);
        else server = default;
        return server.Address.IsSet && IsUnicast(server.Address);
    }

    private static bool TryService(string text, out ServiceAddress service)
    {
        service = default;
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0) return false;
        Transport transport = text[..colon] switch
        {
            "tcp" => Transport.Tcp,
            "udp" => Transport.Udp,
            "sctp" => Transport.Sctp,
            _ => Transport.None,
        };
        if (transport == Transport.None || !IpEndpoint.TryParse(text[(colon + 3)..], out IpEndpoint endpoint)) return false;
        service = new(transport, endpoint);
        return IsUnicast(endpoint.Address);
    }

    private static bool TryMany(string text, out ServiceAddresses addresses)
    {
        addresses = default;
        if (text.StartsWith("mark", StringComparison.Ordinal))
        {
            bool marked = ServiceKey.TryParse(text, out ServiceKey mark);
            addresses = new(Transport.None, default, 0, 0, mark);
            return marked;
        }
        int dash = text.LastIndexOf('-');
        ushort last = 0;
        if (dash >= 0 && !ushort.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out last)) return false;
        if (!TryService(dash < 0 ? text : text[..dash], out ServiceAddress first)) return false;
        ushort from = first.Endpoint.Port;
        addresses = new(first.Transport, first.Endpoint.Address, from, dash < 0 ? from : last, null);
        return dash < 0 || (from > 0 && last > from);
    }

    private static bool TryPackets(string text, out ServiceAddresses packets)
    {
        if (!TryMany(text, out packets) || packets.Mark is not null) return false;
        if (packets.Last == 0) packets = packets with { Last = ushort.MaxValue };
        return true;
    }

    private static bool IsUnicast(IpAddress address) => !address.IsAny && !address.IsMulticast;
}
