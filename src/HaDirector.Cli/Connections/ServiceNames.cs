using HaDirector.Cli.Commands;
using HaDirector.Control;
using HaDirector.Ipvs;
using HaDirector.Linux;

namespace HaDirector.Cli.Connections;

/// <summary>Names of services, as the running director has them.</summary>
internal sealed class ServiceNames
{
    private readonly Dictionary<ServiceKey, string> _names = [];
    private readonly Dictionary<string, ServiceKey> _keys = [];

    /// <summary>Why there are none, or empty.</summary>
    public string Missing { get; private init; } = "";

    /// <summary>Asks the director that listens on <paramref name="socket"/>.</summary>
    public static ServiceNames Ask(string socket)
    {
        if (!UnixHttp.TryGet(socket, "/services", ControlOptions.Timeout, out byte[] body, out string reason)
            || ControlJson.TryReadServices(body, out reason) is not { } services)
            return new ServiceNames { Missing = reason };
        ServiceNames names = new();
        foreach (ServiceSummary service in services.Services)
        {
            if (!ServiceKey.TryParse(service.Address, out ServiceKey key)) continue;
            names._names[key] = service.Name;
            names._keys[service.Name] = key;
        }
        return names;
    }

    /// <summary>The name of a service; null when it has none.</summary>
    public string? Of(ServiceKey? key) => key is { } known ? _names.GetValueOrDefault(known) : null;

    /// <summary>The service of a name.</summary>
    public bool TryFind(string name, out ServiceKey key) => _keys.TryGetValue(name, out key);
}
