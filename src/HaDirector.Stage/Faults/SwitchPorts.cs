using HaDirector.Linux.Route;

namespace HaDirector.Stage;

/// <summary>The ports of the lab's switch.</summary>
internal sealed class SwitchPorts : IDisposable
{
    private readonly LinkControl _links;
    private readonly HashSet<string> _silenced = [], _down = [];

    /// <summary>Opens a route socket where the switch is.</summary>
    public SwitchPorts(LabNames lab) => _links = InNamespace.Run(lab.Switch, () => new LinkControl());

    /// <summary>Lets the ports of a host forward, or not; their carrier stays. A port that is not there is left out.</summary>
    public void SetForwarding(string host, bool forwarding)
    {
        _ = forwarding ? _silenced.Remove(host) : _silenced.Add(host);
        foreach (string port in (string[])[LabNames.FrontPort(host), LabNames.BackPort(host)])
        {
            if (_links.IndexOf(port) is { } index) _links.SetForwarding(index, forwarding);
        }
    }

    /// <summary>Sets the front port of a host up or down.</summary>
    public void SetFrontUp(string host, bool up)
    {
        _ = up ? _down.Remove(host) : _down.Add(host);
        string port = LabNames.FrontPort(host);
        _links.SetUp(_links.IndexOf(port) ?? throw new DrillException($"no switch port {port}"), up);
    }

    /// <summary>Mends what is still broken.</summary>
    public void Dispose()
    {
        foreach (string host in (string[])[.. _down]) SetFrontUp(host, true);
        foreach (string host in (string[])[.. _silenced]) SetForwarding(host, true);
        _links.Dispose();
    }
}
