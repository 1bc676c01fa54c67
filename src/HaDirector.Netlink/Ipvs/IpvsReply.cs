using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Netlink.Ipvs;

/// <summary>Reads the answers of the family "IPVS". Every method is total: a value, or false and a reason.</summary>
public static class IpvsReply
{
    /// <summary>One service of a dump; its servers are asked for separately.</summary>
    public static bool TryReadService(ReadOnlySpan<byte> body, out ServiceStatus service, out string reason)
    {
        service = null!;
        if (!TryEnter(body, TopAttribute.Service, out AttributeReader reader, out reason)) return false;

        ushort family = 0, protocol = 0, port = 0;
        uint mark = 0, seconds = 0, mask = uint.MaxValue, prefix = 128, flags = 0;
        ReadOnlySpan<byte> address = default;
        string? scheduler = null, engine = null;
        Traffic traffic = default;
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case ServiceAttribute.Family: reader.TryUInt16(out family); break;
                case ServiceAttribute.Protocol: reader.TryUInt16(out protocol); break;
                case ServiceAttribute.Address: address = reader.Value; break;
                case ServiceAttribute.Port: reader.TryUInt16BigEndian(out port); break;
                case ServiceAttribute.FirewallMark: reader.TryUInt32(out mark); break;
                case ServiceAttribute.Scheduler: scheduler = reader.Text(); break;
                case ServiceAttribute.PersistenceEngine: engine = reader.Text(); break;
                case ServiceAttribute.Flags: reader.TryUInt32(out flags); break;
                case ServiceAttribute.Timeout: reader.TryUInt32(out seconds); break;
                case ServiceAttribute.Netmask when reader.TryUInt32BigEndian(out mask): reader.TryUInt32(out prefix); break;
                case ServiceAttribute.Traffic64: traffic = ReadTraffic(ref reader); break;
            }
        }

        IpAddress virtualAddress = default;
        reason = reader.Fault
            ?? (!IsFamily(family) ? "service of no known family"
            : scheduler is null ? "service without scheduler"
            : mark == 0 && !TryReadAddress(address, family, out virtualAddress) ? "service without address"
            : "");
        if (reason.Length > 0) return false;

        ServiceKey key = mark != 0
            ? ServiceKey.Mark(mark, (IpFamily)family)
            : ServiceKey.At((Transport)protocol, new IpEndpoint(virtualAddress, port));
        byte length = key.Family == IpFamily.V6 ? (byte)Math.Min(prefix, 128) : Ipv4Mask.Length(mask);
        ServiceSpec spec = new(scheduler!, (ServiceFlags)flags, seconds, length) { PersistenceEngine = engine };
        service = new ServiceStatus(key, spec.Normal(key.Family), traffic, []);
        return true;
    }

    /// <summary>One server of a dump.</summary>
    /// <param name="body">Body of the message.</param>
    /// <param name="serviceFamily">Family of the service asked for: kernels before 3.18 do not tell the server's own.</param>
    /// <param name="destination">The server.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryReadDestination(
        ReadOnlySpan<byte> body, IpFamily serviceFamily, out DestinationStatus destination, out string reason)
    {
        destination = null!;
        if (!TryEnter(body, TopAttribute.Destination, out AttributeReader reader, out reason)) return false;

        ushort family = (ushort)serviceFamily, port = 0;
        byte tunnelType = 0;
        ushort tunnelPort = 0, tunnelChecksum = 0;
        uint forwarding = 0, weight = 0, upper = 0, lower = 0, active = 0, inactive = 0, persistent = 0;
        ReadOnlySpan<byte> address = default;
        Traffic traffic = default;
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case DestinationAttribute.Address: address = reader.Value; break;
                case DestinationAttribute.Port: reader.TryUInt16BigEndian(out port); break;
                case DestinationAttribute.Family: reader.TryUInt16(out family); break;
                case DestinationAttribute.Forwarding: reader.TryUInt32(out forwarding); break;
                case DestinationAttribute.Weight: reader.TryUInt32(out weight); break;
                case DestinationAttribute.UpperThreshold: reader.TryUInt32(out upper); break;
                case DestinationAttribute.LowerThreshold: reader.TryUInt32(out lower); break;
                case DestinationAttribute.TunnelType: reader.TryUInt8(out tunnelType); break;
                case DestinationAttribute.TunnelPort: reader.TryUInt16BigEndian(out tunnelPort); break;
                case DestinationAttribute.TunnelChecksum: reader.TryUInt16(out tunnelChecksum); break;
                case DestinationAttribute.Active: reader.TryUInt32(out active); break;
                case DestinationAttribute.Inactive: reader.TryUInt32(out inactive); break;
                case DestinationAttribute.Persistent: reader.TryUInt32(out persistent); break;
                case DestinationAttribute.Traffic64: traffic = ReadTraffic(ref reader); break;
            }
        }

        IpAddress realAddress = default;
        reason = reader.Fault ?? (!IsFamily(family) || !TryReadAddress(address, family, out realAddress) ? "server without address" : "");
        if (reason.Length > 0) return false;
        Forwarding method = (Forwarding)(forwarding & 7);
        DestinationSpec spec = new(method, (int)weight, upper, lower)
        {
            Tunnel = method == Forwarding.Tunnel ? new((TunnelType)tunnelType, tunnelPort, (TunnelChecksum)tunnelChecksum) : default,
        };
        destination = new DestinationStatus(new IpEndpoint(realAddress, port), spec, active, inactive, persistent, traffic);
        return true;
    }

    /// <summary>One running sync daemon. An id above 255, which only a stranger gives, reads as 0.</summary>
    public static bool TryReadDaemon(ReadOnlySpan<byte> body, out SyncDaemonSpec daemon, out string reason) =>
        TryReadDaemon(body, out daemon, out _, out reason);

    /// <summary>One running sync daemon, and how it talks.</summary>
    public static bool TryReadDaemon(ReadOnlySpan<byte> body, out SyncDaemonSpec daemon, out SyncTransport transport, out string reason)
    {
        (daemon, transport) = (default, default);
        if (!TryEnter(body, TopAttribute.Daemon, out AttributeReader reader, out reason)) return false;
        uint role = 0, id = 0;
        ushort lengthMax = 0, port = 0;
        byte hopLimit = 0;
        IpAddress group = default;
        string network = "";
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case DaemonAttribute.Role: reader.TryUInt32(out role); break;
                case DaemonAttribute.Interface: network = reader.Text(); break;
                case DaemonAttribute.SyncId: reader.TryUInt32(out id); break;
                case DaemonAttribute.LengthMax: reader.TryUInt16(out lengthMax); break;
                case DaemonAttribute.Port: reader.TryUInt16(out port); break;
                case DaemonAttribute.HopLimit: reader.TryUInt8(out hopLimit); break;
                case DaemonAttribute.Group4 or DaemonAttribute.Group6: reader.TryAddress(out group); break;
            }
        }

        reason = reader.Fault ?? (role is not ((uint)SyncRole.Master or (uint)SyncRole.Backup) ? "sync daemon of no known role" : "");
        if (reason.Length > 0) return false;
        daemon = new SyncDaemonSpec((SyncRole)role, network, id);
        transport = new SyncTransport(lengthMax, group, port, hopLimit);
        return true;
    }

    /// <summary>Version of ip_vs (three bytes, 0x010201) and number of buckets of its connection table.</summary>
    public static bool TryReadInfo(ReadOnlySpan<byte> body, out uint version, out uint connectionTableSize)
    {
        version = connectionTableSize = 0;
        if (!GenericNetlink.TryRead(body, out _, out AttributeReader reader)) return false;
        while (reader.Next())
        {
            if (reader.Type == InfoAttribute.Version) reader.TryUInt32(out version);
            else if (reader.Type == InfoAttribute.ConnectionTableSize) reader.TryUInt32(out connectionTableSize);
        }

        return reader.Fault is null && version != 0;
    }

    /// <summary>The connection time-outs.</summary>
    public static bool TryReadTimeouts(ReadOnlySpan<byte> body, out IpvsTimeouts timeouts)
    {
        timeouts = default;
        if (!GenericNetlink.TryRead(body, out _, out AttributeReader reader)) return false;
        uint tcp = 0, tcpFin = 0, udp = 0;
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case TopAttribute.TimeoutTcp: reader.TryUInt32(out tcp); break;
                case TopAttribute.TimeoutTcpFin: reader.TryUInt32(out tcpFin); break;
                case TopAttribute.TimeoutUdp: reader.TryUInt32(out udp); break;
            }
        }

        timeouts = new IpvsTimeouts(tcp, tcpFin, udp);
        return reader.Fault is null;
    }

    private static bool TryEnter(ReadOnlySpan<byte> body, ushort nest, out AttributeReader inside, out string reason)
    {
        inside = default;
        reason = "answer without its nest";
        if (!GenericNetlink.TryRead(body, out _, out AttributeReader outside)) return false;
        while (outside.Next())
        {
            if (outside.Type != nest) continue;
            inside = outside.Nested();
            reason = "";
            return true;
        }

        reason = outside.Fault ?? reason;
        return false;
    }

    private static bool IsFamily(ushort family) => family is (ushort)IpFamily.V4 or (ushort)IpFamily.V6;

    // The kernel always answers with 16 bytes: IPv4 is the first 4 of them.
    private static bool TryReadAddress(ReadOnlySpan<byte> bytes, ushort family, out IpAddress address)
    {
        int length = family == (ushort)IpFamily.V4 ? 4 : 16;
        address = default;
        return bytes.Length >= length && IpAddress.TryRead(bytes[..length], out address);
    }

    private static Traffic ReadTraffic(ref AttributeReader outside)
    {
        Span<ulong> values = stackalloc ulong[TrafficAttribute.ByteRateOut + 1];
        AttributeReader reader = outside.Nested();
        while (reader.Next())
        {
            if (reader.Type is < TrafficAttribute.Connections or > TrafficAttribute.ByteRateOut) continue; // padding
            if (reader.TryUInt64(out ulong value)) values[reader.Type] = value;
        }

        outside.Sound(reader.Fault);
        return new Traffic(
            values[TrafficAttribute.Connections], values[TrafficAttribute.PacketsIn], values[TrafficAttribute.PacketsOut],
            values[TrafficAttribute.BytesIn], values[TrafficAttribute.BytesOut], values[TrafficAttribute.ConnectionRate],
            values[TrafficAttribute.PacketRateIn], values[TrafficAttribute.PacketRateOut],
            values[TrafficAttribute.ByteRateIn], values[TrafficAttribute.ByteRateOut]);
    }
}
