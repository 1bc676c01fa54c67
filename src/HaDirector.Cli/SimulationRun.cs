using HaDirector.Drills.Simulation;
using HaDirector.Drills.Simulation.Judging;

namespace HaDirector.Cli;

/// <summary>Many worlds on many threads, and what is to be said about them.</summary>
internal static class SimulationRun
{
    private const int ViolationsMax = 20;

    public static int Run(ulong first, long worlds, TimeSpan length, int jobs, TextWriter output)
    {
        var total = new Totals();
        long next = -1;
        output.WriteLine($"{worlds} worlds of {length.TotalSeconds:0} s from seed {first}, {jobs} thread(s)");
        TimeSpan cpu = Environment.CpuUsage.UserTime;
        long begin = TimeProvider.System.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, jobs).Select(_ => new Thread(Live))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        TimeSpan took = TimeProvider.System.GetElapsedTime(begin);
        total.Write(output, took, Environment.CpuUsage.UserTime - cpu);
        return total.Violations == 0 ? 0 : 1;

        void Live()
        {
            var mine = new Totals();
            var world = new World(mine.Coverage);
            while (Interlocked.Read(ref total.Violations) < ViolationsMax && Interlocked.Increment(ref next) is var index && index < worlds)
            {
                ulong seed = unchecked(first + (ulong)index);
                WorldSpec spec = WorldPlot.FromSeed(seed, length);
                Violation? broken = world.Run(spec);
                mine.Add(spec, world.Steps);
                if (broken is null) continue;
                Interlocked.Increment(ref total.Violations);
                lock (output) output.WriteLine($"seed {seed}: {broken.Promise} at {broken.At.TotalSeconds:F6} s: {broken.What}");
            }

            lock (total) total.Add(mine);
        }
    }

    private sealed class Totals
    {
        public long Violations;

        private long _worlds, _steps, _mishaps;
        private double _directorSeconds;

        public Coverage Coverage { get; } = new();

        public void Add(WorldSpec spec, long steps)
        {
            (_worlds, _steps, _mishaps) = (_worlds + 1, _steps + steps, _mishaps + spec.Mishaps.Count - spec.Directors);
            _directorSeconds += spec.Directors * spec.End.TotalSeconds;
        }

        public void Add(Totals other)
        {
            (_worlds, _steps, _mishaps) = (_worlds + other._worlds, _steps + other._steps, _mishaps + other._mishaps);
            _directorSeconds += other._directorSeconds;
            Coverage.Add(other.Coverage);
        }

        public void Write(TextWriter output, TimeSpan took, TimeSpan cpu)
        {
            output.WriteLine();
            output.WriteLine(Coverage.ToText());
            output.WriteLine($"{Coverage.Met} pairs of state and event, {Coverage.Made} transitions");
            output.WriteLine($"{_worlds} worlds, {_directorSeconds:0} director-seconds, {_mishaps} faults and repairs, {_steps} events in {took.TotalSeconds:0.0} s ({cpu.TotalSeconds:0.0} s of CPU)");
            output.WriteLine($"{_directorSeconds / cpu.TotalSeconds:0} director-seconds per second of one core");
            output.WriteLine(Violations == 0 ? "no violation" : $"{Violations} violation(s)");
        }
    }
}
