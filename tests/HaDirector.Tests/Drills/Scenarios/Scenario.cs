using HaDirector.Drills.Simulation;
using HaDirector.Drills.Simulation.Judging;

namespace HaDirector.Tests.Drills.Scenarios;

/// <summary>What is expected of a router at a time.</summary>
/// <param name="At">When.</param>
/// <param name="Line">As it was written.</param>
/// <param name="Router">Position of the router.</param>
/// <param name="Holds">Whether it is so, and how it is instead.</param>
internal sealed record Expectation(TimeSpan At, string Line, int Router, Func<World, int, (bool Holds, string Instead)> Holds);

/// <summary>A story: routers, what is done to them, what is expected.</summary>
/// <param name="World">The world.</param>
/// <param name="Expectations">What is expected; a look of the world carries the position in this list.</param>
/// <param name="Breaks">The promise that this configuration breaks; none when all is well.</param>
internal sealed record Scenario(WorldSpec World, IReadOnlyList<Expectation> Expectations, Promise Breaks)
{
    /// <summary>Plays it.</summary>
    /// <returns>What happened, and what was not as expected.</returns>
    public (string Transcript, IReadOnlyList<string> Failures) Play()
    {
        var trace = new WorldTrace();
        var failures = new List<string>();
        var world = new World(new Coverage());
        world.Looks = index =>
        {
            Expectation expected = Expectations[index];
            (bool holds, string instead) = expected.Holds(world, expected.Router);
            if (!holds) failures.Add($"{expected.Line}: {instead}");
        };
        Violation? broken = world.Run(World, trace);
        if ((broken?.Promise ?? Promise.None) != Breaks) failures.Add($"{broken?.ToString() ?? "no promise"} is broken, not {Breaks}");
        return (trace.Text, failures);
    }
}
