namespace HaDirector.Health.Kinds;

/// <summary>How a check that speaks TLS knows its server.</summary>
/// <param name="ServerName">Name in SNI and the one the certificate must bear; null is the target's address.</param>
/// <param name="Verify">Whether chain and name are verified.</param>
/// <param name="CaFile">Path of the PEM file of the only trusted authorities; null is those of the system.</param>
/// <param name="MinDaysLeft">Days the certificate must still be valid; 0 is just now.</param>
/// <param name="CertificateFile">Path of the PEM file with our own certificate and key; null is none.</param>
public sealed record TlsOptions(string? ServerName, bool Verify, string? CaFile, int MinDaysLeft, string? CertificateFile);
