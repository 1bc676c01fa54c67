using System.Buffers.Binary;
using HaDirector.Health.Kinds;

namespace HaDirector.Health.Dns;

/// <summary>What a message on the socket is to a query of ours.</summary>
public enum DnsReading : byte
{
    /// <summary>Not the answer to our query: another id or question, or no answer at all. Over UDP the wait goes on.</summary>
    Other,

    /// <summary>The answer.</summary>
    Answer,

    /// <summary>The answer to our query, but broken; the reason says how.</summary>
    Malformed,
}

/// <summary>The answer to a query of ours (RFC 1035 section 4.1). Total: any bytes give a reading.</summary>
/// <param name="ResponseCode">RCODE.</param>
/// <param name="Truncated">TC: more did not fit.</param>
/// <param name="Records">Data of the records of the wanted type, as dig writes it.</param>
public sealed record DnsAnswer(int ResponseCode, bool Truncated, IReadOnlyList<string> Records)
{
    private const ushort IsAnswer = 0x8000, OpcodeBits = 0x7800, IsTruncated = 0x0200;
    private const ushort ClassInternet = 1;
    private const int AliasesMax = 32;

    private static readonly string[] CodeNames =
        ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE"];

    /// <summary>The name of an RCODE, as dig writes it.</summary>
    public static string CodeName(int code) => code >= 0 && code < CodeNames.Length ? CodeNames[code] : $"RCODE {code}";

    /// <summary>The RCODE of a name; null when there is none of that name.</summary>
    public static int? CodeOf(string name) => Array.FindIndex(CodeNames, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var code ? code : null;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="query">The query as it was sent.</param>
    /// <param name="answer">The answer; null unless it is one.</param>
    /// <param name="reason">Why it is none.</param>
    public static DnsReading Read(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query, out DnsAnswer? answer, out string reason)
    {
        answer = null;
        reason = "the answer is shorter than a header";
        if (message.Length < DnsQuery.HeaderBytes || query.Length < DnsQuery.HeaderBytes) return DnsReading.Other;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        reason = "the answer has another id";
        if (!message[..2].SequenceEqual(query[..2])) return DnsReading.Other;
        reason = "the message is no answer";
        if ((flags & IsAnswer) == 0 || (flags & OpcodeBits) != 0) return DnsReading.Other;

        int code = flags & 0xF;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]), records = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        int at = DnsQuery.HeaderBytes, asked = DnsQuery.HeaderBytes;
        reason = "the answer is to another question";
        if (!DnsName.TryRead(query, ref asked, out string name) || asked + 4 > query.Length) return DnsReading.Other;
        if (questions == 0 && records == 0 && code != 0) // a server that did not understand the question need not repeat it
        {
            answer = new DnsAnswer(code, (flags & IsTruncated) != 0, []);
            return DnsReading.Answer;
        }

        if (questions != 1 || !DnsName.TryRead(message, ref at, out string repeated) || at + 4 > message.Length
            || !repeated.Equals(name, StringComparison.OrdinalIgnoreCase) || !message.Slice(at, 4).SequenceEqual(query.Slice(asked, 4)))
            return DnsReading.Other;

        DnsType type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(query[asked..]);
        bool truncated = (flags & IsTruncated) != 0;
        List<string> found = [];
        if (!TakeRecords(message, at + 4, records, name, type, found) && !truncated)
        {
            reason = "the records of the answer are broken";
            return DnsReading.Malformed;
        }

        answer = new DnsAnswer(code, truncated, found);
        return DnsReading.Answer;
    }

    /// <summary>What of the wanted records is not among the answers; null when all are.</summary>
    public string? Lacks(IEnumerable<string> wanted, DnsType type) => wanted.FirstOrDefault(one => !Records.Any(record => DnsData.Same(record, one, type)));

    /// <summary>Takes the data of the records of a type at a name, and at those the name is an alias of. Each record is eleven bytes at least, so the message bounds them.</summary>
    private static bool TakeRecords(ReadOnlySpan<byte> message, int at, int records, string name, DnsType type, List<string> found)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase) { name };
        for (; records > 0; records--)
        {
            if (!DnsName.TryRead(message, ref at, out string owner) || at + 10 > message.Length) return false;
            DnsType of = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            bool internet = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) == ClassInternet;
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            int data = at + 10;
            at = data + length;
            if (at > message.Length) return false;
            if (!internet || !names.Contains(owner) || (of != type && of != DnsType.CNAME)) continue;
            if (DnsData.Read(message, data, length, of) is not { } text) return false;
            if (of == type) found.Add(text);
            else if (names.Count < AliasesMax) names.Add(text);
        }

        return true;
    }
}
