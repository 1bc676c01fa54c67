using HaDirector.Model;

namespace HaDirector.Health.Kinds;

/// <summary>A query is answered with the wanted code and, if asked for, the wanted records.</summary>
/// <param name="QueryName">Name asked for.</param>
/// <param name="Type">Record type.</param>
/// <param name="OverTcp">TCP in place of UDP. A truncated answer over UDP is an answer.</param>
/// <param name="ResponseCode">Wanted RCODE (0 NOERROR, 3 NXDOMAIN).</param>
/// <param name="Answers">Data of which each must be among the answers, as dig writes it; empty is any.</param>
public sealed record DnsCheck(string QueryName, DnsType Type, bool OverTcp, int ResponseCode, ValueList<string> Answers) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "dns";
}

/// <summary>Record types a check asks for, with their numbers (RFC 1035, 3596, 2782).</summary>
public enum DnsType : ushort
{
    /// <summary>IPv4 address.</summary>
    A = 1,

    /// <summary>Name server.</summary>
    NS = 2,

    /// <summary>Canonical name.</summary>
    CNAME = 5,

    /// <summary>Start of authority.</summary>
    SOA = 6,

    /// <summary>Name of an address.</summary>
    PTR = 12,

    /// <summary>Mail exchange.</summary>
    MX = 15,

    /// <summary>Text.</summary>
    TXT = 16,

    /// <summary>IPv6 address.</summary>
    AAAA = 28,

    /// <summary>Service.</summary>
    SRV = 33,
}
