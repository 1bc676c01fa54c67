namespace HaDirector.Benchmarks;

/// <summary>Network namespaces on one bridge, all of them ours: made at the start, gone at the end.</summary>
internal sealed class Lan : IDisposable
{
    public const string Switch = "hb-net";
    private readonly string[] _hosts;

    public Lan(params (string Host, string Address)[] hosts)
    {
        _hosts = [.. hosts.Select(h => h.Host)];
        Dispose();
        Shell.Run("ip", "netns", "add", Switch);
        Shell.Run("ip", "-n", Switch, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
        Shell.Run("ip", "-n", Switch, "link", "set", "br0", "up");
        foreach ((string host, string address) in hosts)
        {
            Shell.Run("ip", "netns", "add", host);
            Shell.Run("ip", "-n", Switch, "link", "add", $"{host}-0", "type", "veth", "peer", "name", "eth0", "netns", host);
            Shell.Run("ip", "-n", Switch, "link", "set", $"{host}-0", "master", "br0", "up");
            Shell.Run("ip", "-n", host, "link", "set", "lo", "up");
            Shell.Run("ip", "-n", host, "link", "set", "eth0", "up");
            Shell.Run("ip", "-n", host, "addr", "add", address, "dev", "eth0");
        }
    }

    public void Dispose()
    {
        foreach (string name in _hosts.Append(Switch)) Shell.Try("ip", "netns", "del", name);
    }
}
