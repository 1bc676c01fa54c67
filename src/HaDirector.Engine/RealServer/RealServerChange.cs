using System.Globalization;
using HaDirector.Model;

namespace HaDirector.Engine.RealServer;

/// <summary>Something that was changed on a real server and can be undone; one line of the state file.</summary>
public abstract record RealServerChange
{
    private RealServerChange() { }

    /// <summary>A kernel setting was given another value.</summary>
    /// <param name="Name">Its sysctl name.</param>
    /// <param name="Before">Value before.</param>
    /// <param name="After">Value that was set.</param>
    public sealed record Setting(string Name, string Before, string After) : RealServerChange
    {
        /// <inheritdoc/>
        public override string ToString() => $"setting {Name} {Before} {After}";
    }

    /// <summary>An interface was set up.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record LinkUp(string Name) : RealServerChange
    {
        /// <inheritdoc/>
        public override string ToString() => $"link {Name}";
    }

    /// <summary>An address was added.</summary>
    /// <param name="Address">The address.</param>
    public sealed record Added(HostAddress Address) : RealServerChange
    {
        /// <inheritdoc/>
        public override string ToString() => $"address {Address.Interface} {Address.Address}";
    }

    /// <summary>A port of GUE was opened.</summary>
    /// <param name="Port">The port.</param>
    public sealed record Opened(GuePort Port) : RealServerChange
    {
        /// <inheritdoc/>
        public override string ToString() => $"gue {Port.Port} {(Port.Family == IpFamily.V4 ? 4 : 6)}";
    }

    /// <summary>A tunnel was made.</summary>
    /// <param name="Tunnel">The tunnel.</param>
    public sealed record Made(ReceivingTunnel Tunnel) : RealServerChange
    {
        /// <inheritdoc/>
        public override string ToString() => $"tunnel {Tunnel.Name} {(Tunnel.IsGre ? "gre" : "ip6tnl")} {Tunnel.Local}";
    }

    /// <summary>Whether <paramref name="needs"/> still ask for it.</summary>
    public bool IsNeeded(RealServerNeeds needs) => this switch
    {
        Setting setting => needs.Settings.Any(wanted => wanted.Name == setting.Name && wanted.Accepts(setting.After)),
        LinkUp link => needs.Links.Contains(link.Name),
        Added added => needs.Addresses.Contains(added.Address),
        Made made => needs.Tunnels.Contains(made.Tunnel),
        Opened opened => needs.Ports.Contains(opened.Port),
        _ => true,
    };

    /// <summary>Reads a state file; lines that are none of ours are left out.</summary>
    public static List<RealServerChange> Parse(string text)
    {
        List<RealServerChange> changes = [];
        foreach (string line in text.Split('\n'))
        {
            RealServerChange? change = line.Split(' ') switch
            {
                ["setting", var name, var before, var after] => new Setting(name, before, after),
                ["link", var name] => new LinkUp(name),
                ["gue", var port, "4" or "6"] when ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) && number > 0 =>
                    new Opened(new GuePort(number, line.EndsWith('4') ? IpFamily.V4 : IpFamily.V6)),
                ["tunnel", var name, "gre" or "ip6tnl", var local] when IpAddress.TryParse(local, out IpAddress parsed) =>
                    new Made(new ReceivingTunnel(name, line.Contains(" gre ", StringComparison.Ordinal), parsed)),
                ["address", var name, var address] when IpAddress.TryParse(address, out IpAddress parsed) => new Added(new HostAddress(name, parsed)),
                _ => null,
            };
            if (change is not null) changes.Add(change);
        }
        return changes;
    }

    /// <summary>Writes a state file.</summary>
    public static string Format(IEnumerable<RealServerChange> changes) =>
        "# What 'hadirector realserver up' changed on this host, in order. 'down' undoes it.\n" + string.Concat(changes.Select(change => change + "\n"));
}
