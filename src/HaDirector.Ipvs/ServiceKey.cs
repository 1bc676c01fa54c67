using System.Globalization;
using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>Transport of a virtual service; the values are IP protocol numbers.</summary>
public enum Transport : byte
{
    /// <summary>No transport: a firewall-mark service.</summary>
    None = 0,

    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,

    /// <summary>SCTP.</summary>
    Sctp = 132,
}

/// <summary>What makes a virtual service that service for the kernel: transport, address and port, or a firewall mark and a family.</summary>
public readonly record struct ServiceKey : IComparable<ServiceKey>
{
    private ServiceKey(IpFamily family, Transport transport, IpEndpoint address, uint mark) =>
        (Family, Transport, Address, FirewallMark) = (family, transport, address, mark);

    /// <summary>Address family of the service.</summary>
    public IpFamily Family { get; }

    /// <summary>None for a firewall mark.</summary>
    public Transport Transport { get; }

    /// <summary>Virtual address and port; default for a firewall mark.</summary>
    public IpEndpoint Address { get; }

    /// <summary>The mark, or 0 when the service is one of address and port.</summary>
    public uint FirewallMark { get; }

    /// <summary>Whether this is a firewall-mark service.</summary>
    public bool IsMark => FirewallMark != 0;

    /// <summary>A service of transport, address and port (port 0 only with persistence: every port of the address).</summary>
    public static ServiceKey At(Transport transport, IpEndpoint address) => new(address.Address.Family, transport, address, 0);

    /// <summary>A firewall-mark service. The mark is not 0: the kernel would silently make TCP 0.0.0.0:0 of it.</summary>
    public static ServiceKey Mark(uint mark, IpFamily family)
    {
        ArgumentOutOfRangeException.ThrowIfZero(mark);
        return new(family, Transport.None, default, mark);
    }

    /// <summary>Addresses before marks, then by family, address, port, transport: the order of every list we print.</summary>
    public int CompareTo(ServiceKey other)
    {
        int order = IsMark.CompareTo(other.IsMark);
        if (order == 0) order = Family.CompareTo(other.Family);
        if (order == 0) order = FirewallMark.CompareTo(other.FirewallMark);
        if (order == 0) order = Address.CompareTo(other.Address);
        return order != 0 ? order : Transport.CompareTo(other.Transport);
    }

    /// <summary>Sorts before.</summary>
    public static bool operator <(ServiceKey a, ServiceKey b) => a.CompareTo(b) < 0;

    /// <summary>Sorts after.</summary>
    public static bool operator >(ServiceKey a, ServiceKey b) => a.CompareTo(b) > 0;

    /// <summary>Sorts before or equal.</summary>
    public static bool operator <=(ServiceKey a, ServiceKey b) => a.CompareTo(b) <= 0;

    /// <summary>Sorts after or equal.</summary>
    public static bool operator >=(ServiceKey a, ServiceKey b) => a.CompareTo(b) >= 0;

    /// <summary>The form of the configuration: tcp://192.0.2.80:80, mark:5, mark6:5.</summary>
    public override string ToString() =>
        IsMark ? $"{(Family == IpFamily.V6 ? "mark6" : "mark")}:{FirewallMark}" : $"{Transport.ToString().ToLowerInvariant()}://{Address}";

    /// <summary>Parses what <see cref="ToString"/> writes; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ServiceKey key)
    {
        key = default;
        int colon = text.IndexOf(':');
        if (colon < 0) return false;
        ReadOnlySpan<char> kind = text[..colon], rest = text[(colon + 1)..];
        if (kind is "mark" or "mark6")
        {
            if (!uint.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out uint mark) || mark == 0) return false;
            key = Mark(mark, kind is "mark6" ? IpFamily.V6 : IpFamily.V4);
            return true;
        }

        Transport transport = kind switch { "tcp" => Transport.Tcp, "udp" => Transport.Udp, "sctp" => Transport.Sctp, _ => Transport.None };
        if (transport == Transport.None || !rest.StartsWith("//")) return false;
        if (!IpEndpoint.TryParse(rest[2..].ToString(), out IpEndpoint address)) return false;
        key = At(transport, address);
        return true;
    }
}
