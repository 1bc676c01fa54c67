using System.Text;
using System.Text.Json;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;

namespace HaDirector.Cli.Ipvs;

/// <summary>The kernel's table as JSON.</summary>
internal static class TableJson
{
    /// <summary>Services with their servers.</summary>
    public static string Table(IReadOnlyList<ServiceStatus> services) => Write(json =>
    {
        json.WriteStartArray("services");
        foreach (ServiceStatus service in services)
        {
            json.WriteStartObject();
            json.WriteString("service", service.Key.ToString());
            json.WriteString("scheduler", service.Spec.Scheduler);
            if (Naming.SchedulerFlags(service.Spec, third: true) is { } flags) json.WriteString("scheduler_flags", flags);
            if (service.Spec.Flags.HasFlag(ServiceFlags.Persistent))
            {
                json.WriteNumber("persistence_seconds", service.Spec.PersistenceSeconds);
                json.WriteNumber("persistence_granularity", service.Spec.PersistencePrefixLength);
                if (service.Spec.PersistenceEngine is { } engine) json.WriteString("persistence_engine", engine);
            }

            json.WriteBoolean("one_packet", service.Spec.Flags.HasFlag(ServiceFlags.OnePacket));
            Traffic(json, service.Traffic);
            json.WriteStartArray("servers");
            foreach (DestinationStatus server in service.Destinations) Server(json, server);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Time-outs and sync daemons.</summary>
    public static string Settings(IpvsTimeouts timeouts, IReadOnlyList<(SyncDaemonSpec Daemon, SyncTransport Transport)> daemons) => Write(json =>
    {
        json.WriteNumber("tcp_seconds", timeouts.TcpSeconds);
        json.WriteNumber("tcp_fin_seconds", timeouts.TcpFinSeconds);
        json.WriteNumber("udp_seconds", timeouts.UdpSeconds);
        json.WriteStartArray("daemons");
        foreach ((SyncDaemonSpec daemon, SyncTransport transport) in daemons)
        {
            json.WriteStartObject();
            json.WriteString("role", daemon.Role.ToString().ToLowerInvariant());
            json.WriteString("interface", daemon.Interface);
            json.WriteNumber("sync_id", daemon.SyncId);
            json.WriteNumber("max_length", transport.LengthMax);
            json.WriteString("group", transport.Group.IsSet ? transport.Group.ToString() : null);
            json.WriteNumber("port", transport.Port);
            json.WriteNumber("hop_limit", transport.HopLimit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Server(Utf8JsonWriter json, DestinationStatus server)
    {
        json.WriteStartObject();
        json.WriteString("server", server.Address.ToString());
        json.WriteString("forwarding", server.Spec.Forwarding switch
        {
            Forwarding.Nat => "nat",
            Forwarding.Tunnel => "tun",
            Forwarding.DirectRouting => "dr",
            _ => server.Spec.Forwarding.ToString().ToLowerInvariant(),
        });
        if (server.Spec.Forwarding == Forwarding.Tunnel)
        {
            json.WriteString("tunnel", server.Spec.Tunnel.Type.ToString().ToLowerInvariant());
            if (server.Spec.Tunnel.Port > 0) json.WriteNumber("tunnel_port", server.Spec.Tunnel.Port);
            json.WriteString("tunnel_checksum", server.Spec.Tunnel.Checksum.ToString().ToLowerInvariant());
        }

        json.WriteNumber("weight", server.Spec.Weight);
        json.WriteNumber("upper_threshold", server.Spec.UpperThreshold);
        json.WriteNumber("lower_threshold", server.Spec.LowerThreshold);
        json.WriteNumber("active", server.Active);
        json.WriteNumber("inactive", server.Inactive);
        json.WriteNumber("persistent", server.Persistent);
        Traffic(json, server.Traffic);
        json.WriteEndObject();
    }

    private static void Traffic(Utf8JsonWriter json, Traffic traffic)
    {
        json.WriteNumber("connections", traffic.Connections);
        json.WriteNumber("packets_in", traffic.PacketsIn);
        json.WriteNumber("packets_out", traffic.PacketsOut);
        json.WriteNumber("bytes_in", traffic.BytesIn);
        json.WriteNumber("bytes_out", traffic.BytesOut);
        json.WriteNumber("connection_rate", traffic.ConnectionRate);
        json.WriteNumber("packet_rate_in", traffic.PacketRateIn);
        json.WriteNumber("packet_rate_out", traffic.PacketRateOut);
        json.WriteNumber("byte_rate_in", traffic.ByteRateIn);
        json.WriteNumber("byte_rate_out", traffic.ByteRateOut);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }
}
