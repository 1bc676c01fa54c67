using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;

namespace HaDirector.Linux.Names;

/// <summary>Names of this host's resolver, within a bound of time: what it has not told by then goes without a name.</summary>
/// <param name="patience">How long is waited for host names, all together.</param>
public sealed class SystemNames(TimeSpan patience) : INames
{
    private const int AskersMax = 16; // at once
    private const int KnownMax = 100_000;

    private readonly ConcurrentDictionary<IpAddress, string?> _hosts = new();
    private readonly ConcurrentDictionary<(ushort, Transport), string?> _ports = new();
    private TimeSpan _left = patience;

    /// <summary>Whether time ran out before every name was known.</summary>
    public bool RanOut => _left <= TimeSpan.Zero;

    /// <summary>Asks for the names of many addresses at once, so that a silent resolver costs its time-out once and not for each.</summary>
    public void LookUp(IEnumerable<IpAddress> addresses)
    {
        ConcurrentQueue<IpAddress> open = new(addresses.Distinct().Where(a => !_hosts.ContainsKey(a)).Take(KnownMax));
        if (open.IsEmpty || RanOut) return;
        long began = Stopwatch.GetTimestamp();
        CountdownEvent answers = new(open.Count); // not disposed: askers that are left behind may still signal
        for (int i = 0; i < Math.Min(AskersMax, answers.InitialCount); i++)
        {
            new Thread(() =>
            {
                while (open.TryDequeue(out IpAddress address))
                {
                    _hosts[address] = HostName.Of(address);
                    answers.Signal();
                }
            })
            {
                IsBackground = true, // the process may end while the resolver is silent
            }.Start();
        }

        answers.Wait(_left);
        _left -= Stopwatch.GetElapsedTime(began);
    }

    /// <inheritdoc/>
    public string? Host(IpAddress address)
    {
        if (!_hosts.ContainsKey(address)) LookUp([address]);
        return _hosts.GetValueOrDefault(address);
    }

    /// <inheritdoc/>
    public string? Port(ushort port, Transport transport) =>
        _ports.GetOrAdd((port, transport), static key => PortNames.Name(key.Item1, key.Item2));

    /// <inheritdoc/>
    public bool TryHost(string name, out IpAddress address)
    {
        address = default;
        if (RanOut || name.Length > 255) return false;
        long began = Stopwatch.GetTimestamp();
        try
        {
            Task<IPAddress[]> asked = Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork);
            return asked.Wait(_left) && asked.Result is [{ } first, ..] && IpAddress.TryFrom(first, out address);
        }
        catch (Exception unknown) when (unknown is AggregateException or ArgumentException or SocketException)
        {
            return false;
        }
        finally
        {
            _left -= Stopwatch.GetElapsedTime(began);
        }
    }

    /// <inheritdoc/>
    public bool TryPort(string name, Transport transport, out ushort port) => PortNames.TryPort(name, transport, out port);
}
