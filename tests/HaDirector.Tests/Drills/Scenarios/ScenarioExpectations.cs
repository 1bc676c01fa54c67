using HaDirector.Drills.Simulation;

namespace HaDirector.Tests.Drills.Scenarios;

/// <summary>What can be expected.</summary>
internal static class ScenarioExpectations
{
    /// <summary>A director is master, backup, in fault, or stopped.</summary>
    public static Func<World, int, (bool, string)> Is(int director, string state) => (world, router) =>
    {
        string now = world.Director(director).Routers[router].Machine?.State.ToString() ?? "Stopped";
        return (string.Equals(now, state, StringComparison.OrdinalIgnoreCase), $"it is {now}");
    };

    /// <summary>These directors answer ARP for the addresses, and nobody else does.</summary>
    public static Func<World, int, (bool, string)> Answer(int[] directors) => (world, router) =>
    {
        int[] answer = [.. Enumerable.Range(0, world.Directors).Where(i => world.Director(i).Answers(router, world.Now))];
        return (answer.SequenceEqual(directors), answer.Length == 0 ? "nobody answers" : $"{string.Join(" and ", answer.Select(WorldNames.Director))} answer");
    };
}
