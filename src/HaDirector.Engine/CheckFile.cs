using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Engine;

/// <summary>A file of this host without which a check cannot be made.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="User">User it is run as; null when it is read, "" is the daemon's own.</param>
public readonly record struct CheckFile(string Path, string? User)
{
    /// <summary>The files that the checks of a plan need, each once, in the order of the configuration.</summary>
    public static IReadOnlyList<CheckFile> Of(Plan plan) => [.. ServiceMachine.ChecksOf(plan).SelectMany(check => Of(check.Kind)).Distinct()];

    // What a check of kind file looks at may be missing: that is its verdict.
    private static IEnumerable<CheckFile> Of(CheckKind kind) => kind switch
    {
        ScriptCheck script => [new CheckFile(script.Command[0], script.User ?? "")],
        TlsCheck tls => Of(tls.Tls),
        HttpCheck { Tls: { } tls } => Of(tls),
        GrpcCheck { Tls: { } tls } => Of(tls),
        SmtpCheck { Tls: { } tls } => Of(tls),
        _ => [],
    };

    private static IEnumerable<CheckFile> Of(TlsOptions tls) => new[] { tls.CaFile, tls.CertificateFile }.OfType<string>().Select(path => new CheckFile(path, null));
}
