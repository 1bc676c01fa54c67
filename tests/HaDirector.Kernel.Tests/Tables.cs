using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Kernel.Tests;

/// <summary>Short words for tables.</summary>
internal static class Tables
{
    public static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);

    public static IpEndpoint At(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);

    public static ServiceSpec Spec(string scheduler = "rr", ServiceFlags flags = ServiceFlags.None, uint seconds = 0, byte prefix = 32) =>
        new(scheduler, flags, seconds, prefix);

    public static VirtualService Service(ServiceSpec spec, params (string Address, DestinationSpec Spec)[] servers)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = [];
        foreach ((string address, DestinationSpec server) in servers) destinations.Add(At(address), server);
        return new VirtualService(spec, destinations);
    }

    public static IpvsTable Table(params (string Key, VirtualService Service)[] services) =>
        new(services.ToDictionary(s => Key(s.Key), s => s.Service));

    public static DestinationSpec Dr(int weight = 1) => new(Forwarding.DirectRouting, weight);

    public static DestinationSpec Nat(int weight = 1) => new(Forwarding.Nat, weight);

    public static DestinationSpec Tun(int weight = 1) => new(Forwarding.Tunnel, weight);

    public static DestinationSpec Tun(TunnelType type, ushort port = 0, TunnelChecksum checksum = TunnelChecksum.None) =>
        Tun() with { Tunnel = new TunnelSpec(type, port, checksum) };
}
