using System.Globalization;
using System.Text;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Benchmarks.Table;

/// <summary>One table of so many services of ten servers, in the words of each product.</summary>
internal sealed record TableLoad(int Services)
{
    public const int PerService = 10;

    /// <summary>The one server that has a check: it is there only while a listener of the benchmark is.</summary>
    public const string CheckedAddress = "127.1.0.1";

    public const int CheckedPort = 7999;

    public int Servers => Services * PerService;

    public string Yaml(bool withCheck)
    {
        StringBuilder text = new("directors:\n  lb01: { address: 127.0.0.1 }\nservices:\n");
        for (int i = 0; i < Services; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  s{i:D5}:\n    address: tcp://{Virtual(i)}:80\n    scheduler: wlc\n    forwarding: nat\n    servers:\n");
            for (int j = 0; j < PerService; j++)
            {
                bool isChecked = withCheck && i == Services / 2 && j == 0;
                if (isChecked) text.Append(CultureInfo.InvariantCulture, $"      - {{ address: {CheckedAddress}:{CheckedPort}, check: {{ tcp: {{}}, interval: 100ms, timeout: 90ms, rise: 1, fall: 1 }} }}\n");
                else text.Append(CultureInfo.InvariantCulture, $"      - {{ address: {Real(i, j)}:80, weight: {1 + (j % 3)} }}\n");
            }
        }
        return text.ToString();
    }

    public string Keepalived()
    {
        StringBuilder text = new("global_defs {\n}\n");
        for (int i = 0; i < Services; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"virtual_server {Virtual(i)} 80 {{\n  lb_algo wlc\n  lb_kind NAT\n  protocol TCP\n");
            for (int j = 0; j < PerService; j++) text.Append(CultureInfo.InvariantCulture, $"  real_server {Real(i, j)} 80 {{\n    weight {1 + (j % 3)}\n  }}\n");
            text.Append("}\n");
        }
        return text.ToString();
    }

    public string Rules()
    {
        StringBuilder text = new();
        for (int i = 0; i < Services; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"-A -t {Virtual(i)}:80 -s wlc\n");
            for (int j = 0; j < PerService; j++) text.Append(CultureInfo.InvariantCulture, $"-a -t {Virtual(i)}:80 -r {Real(i, j)}:80 -m -w {1 + (j % 3)}\n");
        }
        return text.ToString();
    }

    public IEnumerable<IpvsChange> Changes()
    {
        for (int i = 0; i < Services; i++)
        {
            ServiceKey key = ServiceKey.At(Transport.Tcp, new IpEndpoint(IpAddress.Parse(Virtual(i)), 80));
            yield return new IpvsChange.AddService(key, new ServiceSpec("wlc", ServiceFlags.None, 0, 32));
            for (int j = 0; j < PerService; j++)
                yield return new IpvsChange.AddDestination(key, new IpEndpoint(IpAddress.Parse(Real(i, j)), 80), new DestinationSpec(Forwarding.Nat, 1 + (j % 3)));
        }
    }

    private static string Virtual(int service) => string.Create(CultureInfo.InvariantCulture, $"10.60.{service >> 8}.{service & 255}");

    private static string Real(int service, int server)
    {
        int host = (service * PerService) + server;
        return string.Create(CultureInfo.InvariantCulture, $"172.{16 + (host >> 16)}.{(host >> 8) & 255}.{host & 255}");
    }
}
