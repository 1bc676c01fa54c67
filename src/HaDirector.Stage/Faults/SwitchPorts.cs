using HaDirector.Linux.Route;

namespace HaDirector.Stage;

/// <summary>The ports of the lab's switch.</summary>
internal sealed class SwitchPorts : IDisposable
{
    private readonly LinkControl _links;

    /// <summary>Opens a route socket where the switch is.</summary>
    public SwitchPorts(LabNames lab) => _links = InNamespace.Run(lab.Switch, () => new LinkControl());

    /// <summary>Lets the ports of a host forward, or not; their carrier stays. A port that is not there is left out.</summary>
    public void SetForwarding(string host, bool forwarding)
    {
        foreach (string port in (string[])[LabNames.FrontPort(host), LabNames.BackPort(host)])
        {
            if (_links.IndexOf(port) is { } index) _links.SetForwarding(index, forwarding);
        }
    }

    /// <summary>Sets the front port of a host up or down.</summary>
    public void SetFrontUp(string host, bool up)
    {
        string port = LabNames.FrontPort(host);
        _links.SetUp(_links.IndexOf(port) ?? throw new DrillException($"no switch port {port}"), up);
    }

    /// <inheritdoc/>
    public void Dispose() => _links.Dispose();
}
