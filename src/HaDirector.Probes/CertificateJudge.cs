using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>What is wrong with a server's certificate, in words.</summary>
internal static class CertificateJudge
{
    private const int NamesShown = 3; // names of a certificate that a line for people shows

    private const X509ChainStatusFlags NoAuthority = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>The first objection; null when the certificate is good.</summary>
    /// <param name="certificate">The server's own.</param>
    /// <param name="chain">As it was built, by the policy of <see cref="TlsSession"/>.</param>
    /// <param name="tls">What the check wants.</param>
    /// <param name="name">Name or address the certificate must bear.</param>
    /// <param name="now">Universal time.</param>
    public static string? Objection(X509Certificate2 certificate, X509Chain chain, TlsOptions tls, string name, DateTime now)
    {
        TimeSpan left = certificate.NotAfter.ToUniversalTime() - now;
        if (tls.Verify || tls.MinDaysLeft > 0)
        {
            if (left < TimeSpan.Zero) return $"certificate expired {Say(-left)} ago";
            TimeSpan wait = certificate.NotBefore.ToUniversalTime() - now;
            if (wait > TimeSpan.Zero) return $"certificate is valid only in {Say(wait)}";
            if (left < TimeSpan.FromDays(tls.MinDaysLeft)) return $"certificate expires in {Say(left)}, wanted at least {Days(tls.MinDaysLeft)}";
        }
        if (!tls.Verify) return null;
        if (!certificate.MatchesHostname(name, allowCommonName: false)) return $"the certificate is for {NamesOf(certificate)}, wanted {name}";
        return OfChain(certificate, chain, now);
    }

    /// <summary>"45 days", "1 day", "3 hours", "20 minutes".</summary>
    public static string Say(TimeSpan time) =>
        time.TotalDays >= 1 ? Days((int)time.TotalDays)
        : time.TotalHours >= 1 ? Count((int)time.TotalHours, "hour")
        : Count((int)time.TotalMinutes, "minute");

    private static string? OfChain(X509Certificate2 certificate, X509Chain chain, DateTime now)
    {
        X509ChainStatusFlags all = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain.ChainStatus) all |= status.Status;
        if (all == X509ChainStatusFlags.NoError) return null;

        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            foreach (X509ChainElement element in chain.ChainElements)
            {
                TimeSpan over = now - element.Certificate.NotAfter.ToUniversalTime();
                if (over > TimeSpan.Zero) return $"the authority's certificate ({element.Certificate.Subject}) expired {Say(over)} ago";
            }
        }
        if ((all & NoAuthority) != 0)
        {
            return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                ? "the certificate is not signed by a trusted authority, but by itself"
                : "the certificate is not signed by a trusted authority";
        }
        return all.HasFlag(X509ChainStatusFlags.NotValidForUsage)
            ? "the certificate is not meant for servers"
            : $"the certificate's chain is not good: {all}";
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        try
        {
            X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
            string[] all = [.. names?.EnumerateDnsNames() ?? [], .. (names?.EnumerateIPAddresses() ?? []).Select(address => address.ToString())];
            return all.Length == 0 ? "nobody (it has no subject alternative name)"
                : string.Join(", ", all.Take(NamesShown)) + (all.Length > NamesShown ? $" and {all.Length - NamesShown} more" : "");
        }
        catch (CryptographicException)
        {
            return "names that cannot be read";
        }
    }

    private static string Days(int days) => Count(days, "day");

    private static string Count(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
