using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Health.Dns;

/// <summary>The data of a record as dig writes it.</summary>
public static class DnsData
{
    /// <summary>Reads the data of a record; null when it does not hold what its type must.</summary>
    public static string? Read(ReadOnlySpan<byte> message, int at, int length, DnsType type)
    {
        int end = at + length;
        ReadOnlySpan<byte> data = message[at..end];
        string? text = type switch
        {
            DnsType.A => length == 4 && IpAddress.TryRead(data, out IpAddress v4) ? Take(v4.ToString(), ref at, 4) : null,
            DnsType.AAAA => length == 16 && IpAddress.TryRead(data, out IpAddress v6) ? Take(v6.ToString(), ref at, 16) : null,
            DnsType.NS or DnsType.CNAME or DnsType.PTR => Name(message, ref at),
            DnsType.MX => Numbers(message, end, ref at, 1) is { } preference && Name(message, ref at) is { } exchange ? $"{preference} {exchange}" : null,
            DnsType.SRV => Numbers(message, end, ref at, 3) is { } numbers && Name(message, ref at) is { } target ? $"{numbers} {target}" : null,
            DnsType.SOA => Authority(message, end, ref at),
            DnsType.TXT => Strings(data, ref at),
            _ => null,
        };
        return at == end ? text : null;
    }

    /// <summary>Whether a record's data is what is wanted. Case and the last dot of names, the form of an address and the quotes of a text do not matter.</summary>
    public static bool Same(string record, string wanted, DnsType type)
    {
        switch (type)
        {
            case DnsType.A or DnsType.AAAA:
                return IpAddress.TryParse(wanted, out IpAddress address) && record == address.ToString();
            case DnsType.TXT:
                return record == wanted || (!wanted.StartsWith('"') && Unquoted(record) == wanted);
            case DnsType.SOA:
                string[] left = record.Split(' '), right = wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return left.Length == right.Length && left.Zip(right).All(pair =>
                    DnsName.Full(pair.First).Equals(DnsName.Full(pair.Second), StringComparison.OrdinalIgnoreCase));
            default:
                string one = string.Join(' ', wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                return record.Equals(DnsName.Full(one), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Unquoted(string record) => record.Length < 2
        ? record
        : record[1..^1].Replace("\" \"", "", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);

    private static string Take(string text, ref int at, int bytes)
    {
        at += bytes;
        return text;
    }

    private static string? Name(ReadOnlySpan<byte> message, ref int at) => DnsName.TryRead(message, ref at, out string name) ? name : null;

    private static string? Numbers(ReadOnlySpan<byte> message, int end, ref int at, int count)
    {
        if (at + (2 * count) > end) return null;
        StringBuilder text = new();
        for (; count > 0; count--, at += 2) text.Append(text.Length > 0 ? " " : "").Append(BinaryPrimitives.ReadUInt16BigEndian(message[at..]));
        return text.ToString();
    }

    /// <summary>Primary, mailbox, then serial, refresh, retry, expire and minimum.</summary>
    private static string? Authority(ReadOnlySpan<byte> message, int end, ref int at)
    {
        if (Name(message, ref at) is not { } primary || Name(message, ref at) is not { } mailbox || at + 20 > end) return null;
        StringBuilder text = new($"{primary} {mailbox}");
        for (int i = 0; i < 5; i++, at += 4) text.Append(CultureInfo.InvariantCulture, $" {BinaryPrimitives.ReadUInt32BigEndian(message[at..])}");
        return text.ToString();
    }

    private static string? Strings(ReadOnlySpan<byte> data, ref int at)
    {
        StringBuilder text = new();
        while (!data.IsEmpty)
        {
            int length = data[0];
            if (length >= data.Length) return null;
            text.Append(text.Length > 0 ? " \"" : "\"");
            foreach (byte next in data.Slice(1, length)) DnsName.Append(text, next, "\"\\");
            text.Append('"');
            data = data[(1 + length)..];
            at += 1 + length;
        }

        return text.Length == 0 ? null : text.ToString();
    }
}
