namespace HaDirector.Daemon;

/// <summary>What the director process ends with (sysexits(3) where one fits).</summary>
public static class ExitCode
{
    /// <summary>Stopped in order.</summary>
    public const int Success = 0;

    /// <summary>Something that a new start may mend.</summary>
    public const int Failure = 1;

    /// <summary>The VRRP process died or stalled; the addresses were taken off and the routers resigned.</summary>
    public const int VrrpProcessLost = 70;

    /// <summary>The configuration is bad, or the kernel lacks what it requires: a new start gives the same.</summary>
    public const int Configuration = 78;
}
