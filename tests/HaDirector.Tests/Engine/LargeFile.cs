using System.Globalization;
using System.Text;

namespace HaDirector.Tests.Engine;

/// <summary>A configuration with as many services and servers as are wanted, each server with an address of its own.</summary>
internal static class LargeFile
{
    public static byte[] Write(int services, int servers, bool withCheck)
    {
        StringBuilder text = new("directors:\n  lb01: { address: 192.0.2.11 }\nservices:\n");
        for (int i = 0; i < services; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  s{i:D5}:\n    address: tcp://10.0.{i >> 8}.{i & 255}:80\n    scheduler: wlc\n    forwarding: dr\n");
            if (withCheck) text.Append("    check: { tcp: {}, interval: 10s, timeout: 1s }\n");
            text.Append("    servers:\n");
            for (int j = 0; j < servers; j++)
            {
                int host = (i * servers) + j;
                text.Append(CultureInfo.InvariantCulture, $"      - {{ address: 172.{16 + (host >> 16)}.{(host >> 8) & 255}.{host & 255}, weight: {1 + (j % 3)} }}\n");
            }
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
