using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs.Ipvsadm;

/// <summary>A host with a few names.</summary>
internal sealed class SomeNames : INames
{
    public string? Host(IpAddress address) => address.ToString() switch
    {
        "127.0.0.1" or "::1" => "localhost",
        "192.0.2.77" => "a-very-long-name-of-a-host.in-a-very-long-domain.example",
        "192.0.2.78" => "web.example",
        _ => null,
    };

    public string? Port(ushort port, Transport transport) => (port, transport) switch
    {
        (80, Transport.Tcp) => "http",
        (8080, Transport.Tcp) => "http-alt",
        (5060, Transport.Udp) => "sip",
        _ => null,
    };

    public bool TryHost(string name, out IpAddress address) => IpAddress.TryParse(name == "localhost" ? "127.0.0.1" : null, out address);

    public bool TryPort(string name, Transport transport, out ushort port)
    {
        port = (name, transport) switch { ("http", Transport.Tcp) => 80, ("sip", Transport.Udp) => 5060, _ => 0 };
        return port != 0;
    }
}
