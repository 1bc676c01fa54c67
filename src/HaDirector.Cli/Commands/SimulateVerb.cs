using System.CommandLine;
using HaDirector.Drills.Simulation;
using HaDirector.Drills.Simulation.Judging;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector simulate: the production state machine in as many bad worlds as there is time for.</summary>
internal static class SimulateVerb
{
    public static Command Make()
    {
        Option<ulong?> seed = new("--seed") { Description = "Seed of the first world, the next have the next ones (default: a fresh one).", HelpName = "S" };
        Option<long> worlds = new("--worlds") { Description = "How many worlds.", HelpName = "N", DefaultValueFactory = _ => 1000 };
        Option<int> seconds = new("--seconds") { Description = "Simulated seconds of each world, at least 60.", HelpName = "T", DefaultValueFactory = _ => 60 };
        Option<int> jobs = new("--jobs") { Description = "Threads (default: one for each processor).", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> trace = new("--trace") { Description = "Tell one world, that of --seed, line by line." };
        Option<bool> adverts = new("--adverts") { Description = "With --trace: tell every advert too." };
        Command command = new("simulate", "Run simulated directors through faults and judge what VRRP promises; a violation names the seed that replays it.")
        {
            seed, worlds, seconds, jobs, trace, adverts,
        };
        command.SetAction(parsed =>
        {
            ulong first = parsed.GetValue(seed) ?? (ulong)Random.Shared.NextInt64();
            TimeSpan length = TimeSpan.FromSeconds(Math.Max(60, parsed.GetValue(seconds)));
            return parsed.GetValue(trace)
                ? Tell(first, length, parsed.GetValue(adverts))
                : SimulationRun.Run(first, parsed.GetValue(worlds), length, Math.Clamp(parsed.GetValue(jobs), 1, 256), Console.Out);
        });
        return command;
    }

    private static int Tell(ulong seed, TimeSpan length, bool adverts)
    {
        WorldSpec spec = WorldPlot.FromSeed(seed, length);
        var trace = new WorldTrace(adverts);
        Violation? broken = new World(new Coverage()).Run(spec, trace);
        Console.Out.Write(WorldText.Describe(seed, spec));
        Console.Out.Write(trace.Text);
        return broken is null ? 0 : 1;
    }
}
