namespace HaDirector.Benchmarks;

/// <summary>Network namespaces on one bridge, all of them ours: made at the start, gone at the end.</summary>
internal sealed class Lan : IDisposable
{
    public const string Switch = "hb-net";
    private readonly string[] _hosts;

    private readonly string _switch;

    public Lan(params (string Host, string Address)[] hosts)
        : this(Switch, hosts)
    {
    }

    public Lan(string name, (string Host, string Address)[] hosts)
    {
        _switch = name;
        _hosts = [.. hosts.Select(h => h.Host)];
        Dispose();
        Shell.Run("ip", "netns", "add", name);
        Shell.Run("ip", "-n", name, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
        Shell.Run("ip", "-n", name, "link", "set", "br0", "up");
        foreach ((string host, string address) in hosts)
        {
            Shell.Run("ip", "netns", "add", host);
            Shell.Run("ip", "-n", name, "link", "add", $"{host}-0", "type", "veth", "peer", "name", "eth0", "netns", host);
            Shell.Run("ip", "-n", name, "link", "set", $"{host}-0", "master", "br0", "up");
            Shell.Run("ip", "-n", host, "link", "set", "lo", "up");
            Shell.Run("ip", "-n", host, "link", "set", "eth0", "up");
            Shell.Run("ip", "-n", host, "addr", "add", address, "dev", "eth0");
        }
    }

    public void Dispose()
    {
        foreach (string name in _hosts.Append(_switch)) Shell.Try("ip", "netns", "del", name);
    }
}
