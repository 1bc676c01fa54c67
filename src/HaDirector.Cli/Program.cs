using System.Runtime.CompilerServices;
using HaDirector.Cli.Commands;
using HaDirector.Daemon;
using HaDirector.Linux;
using HaDirector.VrrpProcess;

namespace HaDirector.Cli;

internal static class Program
{
    // The VRRP process is this very process: for `run` nothing else may be loaded, not even the parser of the command line. What
    // the other cases need stands in methods of their own, for a method is compiled, and its assemblies loaded, as a whole.
    private static int Main(string[] arguments) => arguments switch
    {
        ["run", .. string[] rest] when DaemonArguments.TryParse(rest, out DaemonArguments? daemon) => VrrpProcessMain.Run(
            new VrrpProcessOptions(rest) { RunDirectory = RunDirectory.Of(daemon.RunDirectory, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")) }),
        ["director-process", .. string[] rest] when DaemonArguments.TryParse(rest, out DaemonArguments? daemon) => Director(daemon),
        // What follows is ipvsadm's, and no parser of ours may look at it first.
        ["ipvs", "compat", .. string[] rest] => Ipvsadm(rest),
        _ => Others(arguments),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Director(DaemonArguments daemon) => DirectorProcess.Run(new DirectorOptions(
        daemon.Config ?? DirectorOptions.DefaultConfigPath,
        daemon.Director,
        DirectorOptions.RunDirectoryOf(daemon.RunDirectory, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")),
        daemon.Json ? LogFormat.Json : LogFormat.Text));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Ipvsadm(string[] words) => Ipvs.Compat.Run(words);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Others(string[] arguments) => Verbs.Make().Parse(arguments).Invoke();
}
