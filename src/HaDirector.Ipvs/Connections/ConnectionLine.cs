using System.Buffers.Text;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Ipvs.Connections;

/// <summary>Lines of /proc/net/ip_vs_conn and /proc/net/ip_vs_conn_sync (net/netfilter/ipvs/ip_vs_conn.c: ip_vs_conn_seq_show, ip_vs_conn_sync_seq_show).</summary>
public static class ConnectionLine
{
    /// <summary>Longest line that is read; the kernel's longest has 440 bytes, the name and data of a persistence engine being 16 and 255 of them.</summary>
    public const int BytesMax = 512;

    private const int WordMax = 20;

    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP", "IP"];

    private static readonly string[] States =
    [
        "ESTABLISHED", "TIME_WAIT", "FIN_WAIT", "SYN_RECV", "UDP", "NONE", "ASSURED", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "SYN_SENT", "LISTEN", "SYNACK",
        "INIT1", "INIT", "COOKIE_SENT", "COOKIE_REPLIED", "COOKIE_WAIT", "COOKIE", "COOKIE_ECHOED", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT",
        "REJECTED", "CLOSED",
    ];

    /// <summary>Whether this is the line above all others.</summary>
    public static bool IsHeading(ReadOnlySpan<byte> line) => line.StartsWith("Pro FromIP"u8);

    /// <summary>Reads a line of /proc/net/ip_vs_conn, without its line feed. Known words are not allocated.</summary>
    public static ConnectionLineFault Read(ReadOnlySpan<byte> line, out ConnectionEntry entry)
    {
        entry = default;
        if (ReadCommon(ref line, ref entry) is var fault and not ConnectionLineFault.None) return fault;
        fault = ReadExpires(ref line, ref entry);
        if (fault != ConnectionLineFault.None || line.IsEmpty) return fault;
        // One blank, the engine's name, one blank, and then whatever the client sent.
        int blank = line.IndexOf((byte)' ');
        if (blank <= 0) return ConnectionLineFault.Fields;
        entry = entry with { EngineName = Encoding.Latin1.GetString(line[..blank]), EngineData = Encoding.Latin1.GetString(line[(blank + 1)..]) };
        return ConnectionLineFault.None;
    }

    /// <summary>Reads a line of /proc/net/ip_vs_conn_sync, without its line feed.</summary>
    public static ConnectionLineFault ReadWithOrigin(ReadOnlySpan<byte> line, out ConnectionEntry entry)
    {
        entry = default;
        if (ReadCommon(ref line, ref entry) is var fault and not ConnectionLineFault.None) return fault;
        ReadOnlySpan<byte> origin = Field(ref line);
        if (origin.SequenceEqual("LOCAL"u8)) entry = entry with { Origin = ConnectionOrigin.Local };
        else if (origin.SequenceEqual("SYNC"u8)) entry = entry with { Origin = ConnectionOrigin.Sync };
        else return ConnectionLineFault.Origin;
        fault = ReadExpires(ref line, ref entry);
        return fault == ConnectionLineFault.None && !line.IsEmpty ? ConnectionLineFault.Fields : fault;
    }

    private static ConnectionLineFault ReadCommon(ref ReadOnlySpan<byte> line, ref ConnectionEntry entry)
    {
        if (line.Length > BytesMax) return ConnectionLineFault.TooLong;
        if (!TryReadWord(Field(ref line), Protocols, out string protocol)) return ConnectionLineFault.Protocol;
        if (ReadEndpoint(ref line, out IpEndpoint client) is var fault and not ConnectionLineFault.None) return fault;
        if ((fault = ReadEndpoint(ref line, out IpEndpoint @virtual)) != ConnectionLineFault.None) return fault;
        if ((fault = ReadEndpoint(ref line, out IpEndpoint server)) != ConnectionLineFault.None) return fault;
        if (client.Address.Family != @virtual.Address.Family) return ConnectionLineFault.Family;
        if (!TryReadWord(Field(ref line), States, out string state)) return ConnectionLineFault.State;
        entry = new ConnectionEntry(protocol, client, @virtual, server, state, 0);
        return ConnectionLineFault.None;
    }

    private static ConnectionLineFault ReadEndpoint(ref ReadOnlySpan<byte> line, out IpEndpoint endpoint)
    {
        endpoint = default;
        if (!TryReadAddress(Field(ref line), out IpAddress address)) return ConnectionLineFault.Address;
        ReadOnlySpan<byte> digits = Field(ref line);
        if (digits.Length != 4 || !TryReadHex(digits, out uint port)) return ConnectionLineFault.Port;
        endpoint = new IpEndpoint(address, (ushort)port);
        return ConnectionLineFault.None;
    }

    // Before 5.0 a timer that has just run out is a negative number read as an unsigned one: anything too large is 0 from now.
    private static ConnectionLineFault ReadExpires(ref ReadOnlySpan<byte> line, ref ConnectionEntry entry)
    {
        ReadOnlySpan<byte> digits = Field(ref line);
        if (!Utf8Parser.TryParse(digits, out ulong seconds, out int consumed) || consumed != digits.Length) return ConnectionLineFault.Expires;
        entry = entry with { ExpiresSeconds = seconds > int.MaxValue ? 0 : (uint)seconds };
        return ConnectionLineFault.None;
    }

    /// <summary>The next field; fields are padded with blanks in front or behind, and one blank behind each is taken with it.</summary>
    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)' ');
        int end = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> field = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[(end + 1)..];
        return field;
    }

    private static bool TryReadWord(ReadOnlySpan<byte> field, string[] known, out string word)
    {
        foreach (string candidate in known)
        {
            if (!Ascii.Equals(field, candidate)) continue;
            word = candidate;
            return true;
        }
        bool good = field.Length is > 0 and <= WordMax && !field.ContainsAnyExceptInRange((byte)'!', (byte)'~');
        word = good ? Encoding.ASCII.GetString(field) : "";
        return good;
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> field, out IpAddress address)
    {
        address = default;
        if (field.Length == 8)
        {
            if (!TryReadHex(field, out uint bits)) return false;
            address = IpAddress.FromV4(bits);
            return true;
        }
        if (field.Length != 39) return false;
        Span<byte> bytes = stackalloc byte[16];
        for (int group = 0; group < 8; group++)
        {
            if (group < 7 && field[group * 5 + 4] != ':') return false;
            if (!TryReadHex(field.Slice(group * 5, 4), out uint bits)) return false;
            (bytes[group * 2], bytes[group * 2 + 1]) = ((byte)(bits >> 8), (byte)bits);
        }
        return IpAddress.TryRead(bytes, out address);
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out uint value) =>
        Utf8Parser.TryParse(digits, out value, out int consumed, 'x') && consumed == digits.Length;
}
