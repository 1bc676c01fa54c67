using System.Globalization;
using System.Net;
using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Reads single words as ipvsadm and the C library under it do. Each method gives null, or what is wrong with the word.</summary>
internal static class Word
{
    private const NumberStyles LikeStrtol = NumberStyles.AllowLeadingWhite | NumberStyles.AllowLeadingSign;

    /// <summary>A whole number.</summary>
    public static string? Number(string text, long least, long most, out long number) =>
        long.TryParse(text, LikeStrtol, CultureInfo.InvariantCulture, out number) && number >= least && number <= most
            ? null
            : $"'{Shown(text)}' is no whole number from {least} to {most}";

    /// <summary>ADDRESS, ADDRESS:PORT, [ADDRESS6]:PORT, or names in their places.</summary>
    /// <param name="text">The word.</param>
    /// <param name="transport">Whose port names are meant.</param>
    /// <param name="names">What names mean.</param>
    /// <param name="address">The address.</param>
    /// <param name="port">The port; null when there is none.</param>
    public static string? Endpoint(string text, Transport transport, INames names, out IpAddress address, out ushort? port)
    {
        (address, port) = (default, null);
        if (text.Length == 0) return "it is empty";
        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9')) return $"'{Shown(text)}' is a number alone: an address is missing";
        if (text[0] == '[') return Bracketed(text, transport, names, out address, out port);
        if (text.Contains(':') && IpAddress.TryParse(text, out address) && !address.IsV4) return null;
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        if (Host(host, names, out address) is { } wrong) return wrong;
        return colon < 0 ? null : Port(text[(colon + 1)..], transport, names, out port);
    }

    /// <summary>A persistence mask of IPv4 as its length.</summary>
    public static string? Mask(string text, out byte length)
    {
        length = 32;
        if (!IPAddress.TryParse(text, out IPAddress? parsed) || !IpAddress.TryFrom(parsed, out IpAddress mask) || !mask.IsV4)
            return $"'{Shown(text)}' is no mask such as 255.255.255.0";
        uint bits = mask.V4Bits;
        length = (byte)uint.PopCount(bits);
        uint whole = length == 0 ? 0 : uint.MaxValue << (32 - length);
        if (bits == whole) return null;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint prefix) && prefix <= 32
            ? $"a mask is written whole: {IpAddress.FromV4(prefix == 0 ? 0 : uint.MaxValue << (32 - (int)prefix))} (ipvsadm takes {prefix} for {mask})"
            : $"{mask} is no mask of leading bits, the only ones that HaDirector keeps";
    }

    /// <summary>A word as it may be shown: without control characters, and not endless.</summary>
    public static string Shown(string text)
    {
        const int Most = 60;
        string clean = string.Create(Math.Min(text.Length, Most), text, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++) target[i] = source[i] is < ' ' or > '~' ? '?' : source[i];
        });
        return text.Length > Most ? clean + "..." : clean;
    }

    private static string? Bracketed(string text, Transport transport, INames names, out IpAddress address, out ushort? port)
    {
        (address, port) = (default, null);
        int close = text.IndexOf(']');
        if (close < 0) return "the closing bracket is missing";
        if (close + 1 == text.Length || text[close + 1] != ':') return "a bracket is followed by :PORT";
        return IpAddress.TryParse(text[1..close], out address) && !address.IsV4
            ? Port(text[(close + 2)..], transport, names, out port)
            : $"'{Shown(text[1..close])}' is no IPv6 address, and only those stand in brackets";
    }

    private static string? Host(string text, INames names, out IpAddress address)
    {
        address = default;
        if (text.Length == 0) return "the address is missing";
        // As the C library does, with fewer parts, octal and hexadecimal: 192.0.2 is 192.0.0.2.
        if (!text.Contains(':') && IPAddress.TryParse(text, out IPAddress? parsed) && IpAddress.TryFrom(parsed, out address) && address.IsV4) return null;
        return names.TryHost(text, out address) ? null : $"'{Shown(text)}' is no address, and no host of that name has an IPv4 address";
    }

    private static string? Port(string text, Transport transport, INames names, out ushort? port)
    {
        port = null;
        if (Number(text, 0, ushort.MaxValue, out long number) is { } wrong)
        {
            if (text.Length == 0) return "the port is missing";
            if (!names.TryPort(text, transport, out ushort named)) return char.IsAsciiLetter(text[0]) ? $"there is no service '{Shown(text)}'" : wrong;
            number = named;
        }

        port = (ushort)number;
        return null;
    }
}
