namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Why a command line of ipvsadm is refused.</summary>
/// <param name="Message">What ipvsadm 1.31 says to it.</param>
/// <param name="Word">Index of the word that is wrong; the number of words when something is missing at the end.</param>
/// <param name="Hint">What is wrong with it or what was meant, where ipvsadm leaves that open; else null.</param>
/// <param name="ExitStatus">ipvsadm's exit status.</param>
public sealed record IpvsadmFault(string Message, int Word, string? Hint = null, int ExitStatus = IpvsadmFault.Refused)
{
    /// <summary>Exit status for options that are understood and wrong.</summary>
    public const int Refused = 2;

    /// <summary>Exit status for what is no command line at all, and for what the kernel refuses (-1 of ipvsadm).</summary>
    public const int Failed = 255;

    /// <summary>What ipvsadm says instead of a reason when there is no command.</summary>
    public const string NoCommand = "Try `ipvsadm -h' or 'ipvsadm --help' for more information.";
}
