using System.Net.Sockets;
using System.Text;

namespace HaDirector.Linux.Processes;

/// <summary>Says to the service manager how we are (sd_notify(3)): datagrams to the socket in NOTIFY_SOCKET.</summary>
public sealed class ServiceNotify : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _manager;

    /// <summary>Speaks to the socket <paramref name="path"/>, or to nobody when it is null or empty. A leading @ is the abstract namespace.</summary>
    public ServiceNotify(string? path)
    {
        if (string.IsNullOrEmpty(path)) return;
        _manager = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>Half of WATCHDOG_USEC, when the manager wants WATCHDOG=1 from this process; else null.</summary>
    public static TimeSpan? WatchdogInterval(string? microseconds, string? process)
    {
        if (!long.TryParse(microseconds, out long value) || value <= 0) return null;
        if (process is not null && process != Environment.ProcessId.ToString()) return null;
        return TimeSpan.FromMicroseconds(value / 2);
    }

    /// <summary>Sends lines such as READY=1. A manager that does not listen is not our trouble.</summary>
    public void Send(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(state), _manager!);
        }
        catch (SocketException)
        {
            // Nothing depends on it: a missed watchdog datagram is followed by another.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();
}
