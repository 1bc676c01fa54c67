using HaDirector.Drills.Simulation;
using HaDirector.Drills.Simulation.Judging;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Drills.Scenarios;

/// <summary>Reads a scenario: one statement a line, in the words of those who run directors. docs/testing.md lists the statements.</summary>
internal sealed class ScenarioText
{
    private readonly List<string> _routers = [];
    private readonly List<Dictionary<int, VirtualRouterSpec>> _directors = [];
    private readonly List<VirtualRouterSpec> _models = [];
    private readonly List<SyncGroupSpec> _groups = [];
    private readonly List<Mishap> _mishaps = [];
    private readonly List<Expectation> _expectations = [];
    private TimeSpan _end = TimeSpan.FromSeconds(10), _delay = TimeSpan.FromMicroseconds(100);
    private Promise _breaks;

    public static Scenario Read(string text)
    {
        var reader = new ScenarioText();
        foreach (string line in text.Split('\n'))
        {
            string statement = line.Split('#')[0].Trim();
            if (statement.Length == 0) continue;
            try
            {
                reader.Take(statement);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException)
            {
                throw new FormatException($"'{statement}': {e.Message}", e);
            }
        }

        return reader.Finish();
    }

    private static TimeSpan Duration(string word) => DurationText.TryParse(word, out TimeSpan duration) ? duration : throw new FormatException($"'{word}' is no duration");

    private static Centiseconds Interval(string word) => new((int)(Duration(word).Ticks / 100_000));

    private void Take(string statement)
    {
        string[] words = statement.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "router":
                _routers.Add(words[1]);
                _models.Add(ScenarioRouter.Apply(ScenarioRouter.Default(words[1], _models.Count), words.AsSpan(2)));
                break;
            case "group":
                _groups.Add(new(words[1], [.. words[2..].Select(Router)]));
                break;
            case "delay":
                _delay = Duration(words[1]);
                break;
            case "until":
                _end = Duration(words[1]);
                break;
            case "breaks":
                _breaks = Enum.Parse<Promise>(words[1]);
                break;
            case "at":
                Act(Duration(words[1]), words[2], words[3..]);
                break;
            case "expect":
                Expect(Duration(words[2]), statement, words[3..]);
                break;
            default:
                Configure(words);
                break;
        }
    }

    private void Configure(string[] words)
    {
        int director = Director(words[0]), router = Router(words[1]);
        while (_directors.Count <= director) _directors.Add([]);
        _directors[director][router] = ScenarioRouter.Apply(_models[router], words.AsSpan(2));
    }

    private int Router(string name) => _routers.IndexOf(name) is >= 0 and var index ? index : throw new FormatException($"'{name}' is no router");

    private static int Director(string name) =>
        name.Length == 4 && name.StartsWith("lb0", StringComparison.Ordinal) && name[3] is >= '1' and <= '8' ? name[3] - '1' : throw new FormatException($"'{name}' is no director");

    private void Act(TimeSpan at, string verb, string[] words)
    {
        if (words[0] == "all")
        {
            for (int i = 0; i < _directors.Count; i++) Act(at, verb, [WorldNames.Director(i), .. words[1..]]);
            return;
        }

        int director = Director(words[0]);
        int router = words.Length > 1 && _routers.Contains(words[1]) ? Router(words[1]) : 0;
        string[] rest = words.Length > 1 && _routers.Contains(words[1]) ? words[2..] : words[1..];
        _mishaps.Add(verb switch
        {
            "partition" => new(at, 0, MishapKind.Partition, 0, words.Aggregate(0, (mask, name) => mask | (1 << Director(name)))),
            "stall" or "pause" => new(at, director, verb == "stall" ? MishapKind.Stall : MishapKind.Pause, router, (int)Duration(rest[0]).TotalMilliseconds),
            "clock" => new(at, director, MishapKind.ClockStep, 0, int.Parse(rest[0])),
            "bfd-down" => new(at, director, MishapKind.PeerLost, router, Director(rest[0])),
            "track" => Track(at, director, router, rest),
            "reload" => Reload(at, director, router, rest),
            _ => new(at, director, Enum.Parse<MishapKind>(verb.Replace("-", "", StringComparison.Ordinal), ignoreCase: true), router),
        });
    }

    private static Mishap Track(TimeSpan at, int director, int router, string[] words) => words[0] switch
    {
        "down" => new(at, director, MishapKind.TrackDown, router),
        "up" => new(at, director, MishapKind.TrackUp, router),
        "weight" => new(at, director, MishapKind.TrackWeight, router, int.Parse(words[1])),
        _ => throw new FormatException($"'{words[0]}' is nothing that a track does"),
    };

    private static Mishap Reload(TimeSpan at, int director, int router, string[] words) => words[0] switch
    {
        "priority" => new(at, director, MishapKind.Reprioritise, router, int.Parse(words[1])),
        "interval" => new(at, director, MishapKind.ChangeInterval, router, Interval(words[1]).Value),
        "preempt" => new(at, director, MishapKind.ChangePreempt, router, words[1] == "on" ? 1 : 0),
        "addresses" => new(at, director, MishapKind.ChangeAddresses, router) { Addresses = ScenarioRouter.Addresses(words.AsSpan(1)) },
        _ => throw new FormatException($"'{words[0]}' cannot be reloaded"),
    };

    private void Expect(TimeSpan at, string line, string[] words)
    {
        int router = words.Length > 2 && _routers.Contains(words[^1]) ? Router(words[^1]) : 0;
        Func<World, int, (bool, string)> holds = Array.FindIndex(words, w => w is "answers" or "answer") is >= 0 and var verb
            ? ScenarioExpectations.Answer([.. words[..verb].Where(w => w is not ("nobody" or "and")).Select(Director)])
            : ScenarioExpectations.Is(Director(words[0]), words[1]);
        _mishaps.Add(new(at, 0, MishapKind.Look, 0, _expectations.Count));
        _expectations.Add(new(at, line, router, holds));
    }

    private Scenario Finish()
    {
        VirtualRouterSpec[][] routers = [.. _directors.Select(d => Enumerable.Range(0, _routers.Count).Select(r => d[r]).ToArray())];
        // What is looked at is looked at after all that is done at the same time.
        Mishap[] mishaps = [.. _mishaps.OrderBy(m => m.At).ThenBy(m => m.Kind == MishapKind.Look)];
        return new(
            new WorldSpec(1, routers, mishaps, HealAt: TimeSpan.FromDays(365), _end)
            {
                Groups = _groups,
                DelayMin = _delay,
                DelayMax = _delay,
                GoesOnWhenBroken = true,
            },
            _expectations,
            _breaks);
    }
}
