using System.Globalization;
using System.Runtime.InteropServices;
using HaDirector.Daemon.Log;
using HaDirector.Linux.Processes;
using Serilog.Core;

namespace HaDirector.Daemon;

/// <summary>The director process: the child of the VRRP process, and the ordinary .NET world of the daemon.</summary>
public static class DirectorProcess
{
    /// <summary>Environment variable with the descriptor of the link to the VRRP process.</summary>
    public const string LinkVariable = "HADIRECTOR_LINK_FD";

    /// <summary>Environment variable that is 1 when the VRRP process started a director process before this one.</summary>
    public const string RestartedVariable = "HADIRECTOR_RESTARTED";

    /// <summary>Runs until the VRRP process says stop or is lost.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(DirectorOptions options)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(LinkVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int link))
        {
            Console.Error.WriteLine($"hadirector: this verb is started by 'hadirector run' only ({LinkVariable} is not set)");
            return ExitCode.Failure;
        }

        // What stops the unit stops the VRRP process, and that tells us; a signal of our own would only stop us too early.
        Composure.IgnoreAbortSignal();
        using PosixSignalRegistration terminate = Ignore(PosixSignal.SIGTERM), interrupt = Ignore(PosixSignal.SIGINT);
        using PosixSignalRegistration hangUp = Ignore(PosixSignal.SIGHUP), quit = Ignore(PosixSignal.SIGQUIT);
        using Logger log = DirectorLog.Create(options.Log);
        log.Information("hadirector {Version} starts, configuration {Path}", Product.Version, options.ConfigPath);
        try
        {
            bool restarted = Environment.GetEnvironmentVariable(RestartedVariable) == "1";
            using Director director = new(options, link, restarted, log);
            return director.Run();
        }
        catch (Exception e) // whatever it was, a director process that ends is started again with everything else untouched
        {
            log.Fatal(e, "the director process failed");
            return ExitCode.Failure;
        }
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) => PosixSignalRegistration.Create(signal, context => context.Cancel = true);
}
