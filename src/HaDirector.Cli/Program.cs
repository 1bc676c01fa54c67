using System.Runtime.CompilerServices;
using HaDirector.Cli.Commands;
using HaDirector.VrrpProcess;

namespace HaDirector.Cli;

internal static class Program
{
    // The VRRP process is this very process: for `run` nothing else may be loaded, not even the parser of the command line.
    private static int Main(string[] arguments) => RunArguments.TryParse(arguments, out VrrpProcessOptions? options)
        ? VrrpProcessMain.Run(options)
        : Others(arguments);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Others(string[] arguments) => Verbs.Make().Parse(arguments).Invoke();
}
