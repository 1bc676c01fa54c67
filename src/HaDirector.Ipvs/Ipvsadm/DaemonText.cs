using System.Globalization;
using System.Text;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Time-outs and sync daemons, as ipvsadm (1.31) lists them and as rules that it reads.</summary>
public static class DaemonText
{
    /// <summary><c>ipvsadm --list --daemon</c>.</summary>
    public static string List(IReadOnlyList<(SyncDaemonSpec Daemon, SyncTransport Transport)> daemons)
    {
        StringBuilder text = new();
        foreach ((SyncDaemonSpec daemon, SyncTransport transport) in daemons)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Role(daemon.Role)} sync daemon (mcast={daemon.Interface}, syncid={daemon.SyncId}");
            if (transport.LengthMax > 0) text.Append(CultureInfo.InvariantCulture, $", maxlen={transport.LengthMax}");
            if (transport.Group.IsSet) text.Append(CultureInfo.InvariantCulture, $", group={transport.Group}");
            if (transport.Port > 0) text.Append(CultureInfo.InvariantCulture, $", port={transport.Port}");
            if (transport.HopLimit > 0) text.Append(CultureInfo.InvariantCulture, $", ttl={transport.HopLimit}");
            text.Append(")\n");
        }

        return text.ToString();
    }

    /// <summary>The rules that start them.</summary>
    public static string Rules(IReadOnlyList<(SyncDaemonSpec Daemon, SyncTransport Transport)> daemons)
    {
        StringBuilder text = new();
        foreach ((SyncDaemonSpec daemon, SyncTransport transport) in daemons)
        {
            text.Append(CultureInfo.InvariantCulture, $"--start-daemon {Role(daemon.Role)} --mcast-interface {daemon.Interface} --syncid {daemon.SyncId}");
            if (transport.LengthMax > 0) text.Append(CultureInfo.InvariantCulture, $" --sync-maxlen {transport.LengthMax}");
            if (transport.Group.IsSet) text.Append(CultureInfo.InvariantCulture, $" --mcast-group {transport.Group}");
            if (transport.Port > 0) text.Append(CultureInfo.InvariantCulture, $" --mcast-port {transport.Port}");
            if (transport.HopLimit > 0) text.Append(CultureInfo.InvariantCulture, $" --mcast-ttl {transport.HopLimit}");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary><c>ipvsadm --list --timeout</c>.</summary>
    public static string List(IpvsTimeouts timeouts) => string.Create(
        CultureInfo.InvariantCulture, $"Timeout (tcp tcpfin udp): {timeouts.TcpSeconds} {timeouts.TcpFinSeconds} {timeouts.UdpSeconds}\n");

    /// <summary>The rule that sets them.</summary>
    public static string Rule(IpvsTimeouts timeouts) =>
        string.Create(CultureInfo.InvariantCulture, $"--set {timeouts.TcpSeconds} {timeouts.TcpFinSeconds} {timeouts.UdpSeconds}\n");

    private static string Role(SyncRole role) => role == SyncRole.Master ? "master" : "backup";
}
