using System.Net.Sockets;
using HaDirector.Engine;
using HaDirector.Model;
using Serilog;

namespace HaDirector.Daemon.Api;

/// <summary>Where the director can be asked: the control socket, and the metrics address when there is one. A director without runs on.</summary>
internal sealed class ControlSocket : IDisposable
{
    private readonly List<ControlServer> _servers = [];

    /// <summary>Opens what the plan asks for; what cannot be opened becomes a condition.</summary>
    public static ControlSocket Open(string path, Plan plan, ControlApi api, Conditions conditions, ILogger log)
    {
        ControlSocket control = new();
        control.Add(() => ControlServer.OpenSocket(path, api, log), conditions, ConditionCatalogue.ControlUnavailable, path);
        if (plan.Control.MetricsListen is { } address)
        {
            if (IsVirtual(plan, address))
                conditions.Raise(ConditionCatalogue.MetricsUnavailable, "", $"{address} is a virtual address, which moves away with the role");
            else control.Add(() => ControlServer.OpenMetrics(address, api, log), conditions, ConditionCatalogue.MetricsUnavailable, address.ToString());
        }
        return control;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ControlServer server in _servers) server.DisposeAsync().AsTask().Wait(TimeSpan.FromMilliseconds(500));
    }

    private static bool IsVirtual(Plan plan, IpEndpoint address) =>
        plan.VirtualRouters.Any(router => router.Addresses.Any(virtualAddress => virtualAddress.Address == address.Address));

    private void Add(Func<Task<ControlServer>> open, Conditions conditions, string condition, string where)
    {
        try
        {
            _servers.Add(open().GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            conditions.Raise(condition, "", $"{where}: {e.Message}");
        }
    }
}
