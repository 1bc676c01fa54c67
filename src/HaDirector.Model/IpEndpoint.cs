using System.Globalization;

namespace HaDirector.Model;

/// <summary>An address and a port; IPv6 is written with brackets.</summary>
public readonly record struct IpEndpoint(IpAddress Address, ushort Port) : IComparable<IpEndpoint>
{
    /// <summary>Parses "192.0.2.1:80" or "[2001:db8::1]:80".</summary>
    public static bool TryParse(string? text, out IpEndpoint endpoint)
    {
        endpoint = default;
        if (text is null) return false;
        int colon = text.LastIndexOf(':');
        if (colon <= 0) return false;
        string host = text[..colon];
        if (host.StartsWith('[') != host.EndsWith(']')) return false;
        bool bracketed = host.StartsWith('[');
        if (bracketed) host = host[1..^1];
        if (!IpAddress.TryParse(host, out IpAddress address) || address.IsV4 == bracketed) return false;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)) return false;
        endpoint = new IpEndpoint(address, port);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(IpEndpoint other) => Address.CompareTo(other.Address) is var order && order != 0 ? order : Port.CompareTo(other.Port);

    /// <summary>Sorts before.</summary>
    public static bool operator <(IpEndpoint a, IpEndpoint b) => a.CompareTo(b) < 0;

    /// <summary>Sorts after.</summary>
    public static bool operator >(IpEndpoint a, IpEndpoint b) => a.CompareTo(b) > 0;

    /// <summary>Sorts before or equal.</summary>
    public static bool operator <=(IpEndpoint a, IpEndpoint b) => a.CompareTo(b) <= 0;

    /// <summary>Sorts after or equal.</summary>
    public static bool operator >=(IpEndpoint a, IpEndpoint b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Address.IsV4 ? $"{Address}:{Port}" : $"[{Address}]:{Port}";
}
