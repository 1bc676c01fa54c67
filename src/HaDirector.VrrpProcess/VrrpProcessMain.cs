namespace HaDirector.VrrpProcess;

/// <summary>Entry of the VRRP process: what `hadirector run` is.</summary>
public static class VrrpProcessMain
{
    /// <summary>Runs until SIGTERM or SIGINT. Call it before anything else is loaded.</summary>
    /// <returns>Exit code: 0 after a clean stop, 78 when the configuration is refused, 70 after a fault of the program.</returns>
    public static int Run(VrrpProcessOptions options)
    {
        using Supervisor supervisor = new(options);
        return supervisor.Run();
    }
}
