using System.Globalization;
using HaDirector.Ipvs.Connections;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Connections as <c>ipvsadm --list --connection</c> (1.31) prints them, character for character.</summary>
public static class ConnectionListing
{
    /// <summary>The lines above the connections.</summary>
    /// <param name="engineData">Whether what persistence engines keep is shown.</param>
    public static string Head(bool engineData) => engineData
        ? $"IPVS connection entries\npro expire {"state",-11} {"source",-18} {"virtual",-18} {"destination",-18} {"pe name",-16} pe_data\n"
        : $"IPVS connection entries\npro expire {"state",-11} {"source",-18} {"virtual",-18} destination\n";

    /// <summary>One connection.</summary>
    public static string Line(in ConnectionEntry entry, bool engineData, INames names)
    {
        string expires = string.Create(CultureInfo.InvariantCulture, $"{entry.ExpiresSeconds / 60:00}:{entry.ExpiresSeconds % 60:00}");
        string client = Naming.Endpoint(entry.Client, entry.Transport, names);
        string service = Naming.Endpoint(entry.Virtual, entry.Transport, names);
        string server = Naming.Endpoint(entry.Server, entry.Transport, names);
        string line = $"{entry.Protocol,-3} {expires,-6} {entry.State,-11} {client,-18} {service,-18} ";
        return engineData && entry is { EngineName: { } name, EngineData: { } data }
            ? $"{line}{server,-16} {name,-18} {FirstWord(data)}\n"
            : $"{line}{server}\n";
    }

    // What a client sent ends at a blank for ipvsadm, and must not steer a terminal.
    private static string FirstWord(string data)
    {
        int end = data.AsSpan().IndexOfAny(" \t\r\v\f");
        ReadOnlySpan<char> word = end < 0 ? data : data.AsSpan(0, end);
        return string.Concat(word.ToString().Select(c => char.IsControl(c) ? '?' : c));
    }
}
