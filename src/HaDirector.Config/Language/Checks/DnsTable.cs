using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A DNS check as written.</summary>
internal sealed class DnsDraft : KindDraft
{
    public Located<string>? Name { get; set; }

    public Located<DnsType>? Type { get; set; }

    public Located<bool>? OverTcp { get; set; }

    public Located<int>? ResponseCode { get; set; }

    public Located<IReadOnlyList<Located<string>>>? Answers { get; set; }

    public override CheckKind Make(string director) => new DnsCheck(
        Name!.Value.Value, Type?.Value ?? DnsType.A, OverTcp?.Value ?? false, ResponseCode?.Value ?? 0, [.. (Answers?.Value ?? []).Select(answer => answer.Value)]);
}

/// <summary>The keys of check.dns.</summary>
internal static class DnsTable
{
    /// <summary>Most records that are looked for.</summary>
    private const int AnswersMax = 16;

    private static readonly ChoiceShape<DnsType> Types = new("record type",
        ("A", DnsType.A), ("AAAA", DnsType.AAAA), ("NS", DnsType.NS), ("CNAME", DnsType.CNAME), ("SOA", DnsType.SOA), ("PTR", DnsType.PTR),
        ("MX", DnsType.MX), ("TXT", DnsType.TXT), ("SRV", DnsType.SRV));

    /// <summary>RFC 1035 section 4.1.1.</summary>
    private static readonly ChoiceShape<int> ResponseCodes = new("response code",
        ("noerror", 0), ("formerr", 1), ("servfail", 2), ("nxdomain", 3), ("notimp", 4), ("refused", 5));

    private static readonly ChoiceShape<bool> Transports = new("transport", ("udp", false), ("tcp", true));

    /// <summary>RFC 1035 section 2.3.4: labels of 1 to 63 bytes; '_' as in the names of services.</summary>
    private static readonly ScalarShape<string> QueryName = Scalars.Text(
        "a domain name of labels of at most 63 characters, or '.'", "^(\\.|(?!.{254})[0-9A-Za-z_-]{1,63}(\\.[0-9A-Za-z_-]{1,63})*\\.?)$",
        t => t == "." || (t.Length is >= 1 and <= 253 && t.TrimEnd('.').Length >= t.Length - 1
            && t.TrimEnd('.').Split('.').All(label => label.Length is >= 1 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))));

    public static readonly MappingShape<DnsDraft> Shape = new("services.NAME.check.dns", "a mapping such as { name: www.example.net }",
        new Field<DnsDraft, string>("name", QueryName, (d, v) => d.Name = v)
        {
            Required = true,
            Elsewhere = ["query", "qname"],
            Help = "Name that is asked for.",
        },
        new Field<DnsDraft, DnsType>("type", Types, (d, v) => d.Type = v)
        {
            Default = "A",
            Elsewhere = ["qtype"],
            Help = "Record type.",
        },
        new Field<DnsDraft, bool>("transport", Transports, (d, v) => d.OverTcp = v)
        {
            Default = "udp",
            Help = "How it is asked. A truncated answer over UDP is an answer.",
        },
        new Field<DnsDraft, int>("response", ResponseCodes, (d, v) => d.ResponseCode = v)
        {
            Default = "noerror",
            Elsewhere = ["rcode"],
            Help = "Response code that passes.",
        },
        new Field<DnsDraft, IReadOnlyList<Located<string>>>("answers", new ListShape<string>(Words.Line, "data of records", 1, AnswersMax), (d, v) => d.Answers = v)
        {
            Default = "(any)",
            Help = "Data that must all be among the answers, as dig writes it.",
        });
}
