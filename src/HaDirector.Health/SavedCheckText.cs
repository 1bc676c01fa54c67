using System.Text.Json;

namespace HaDirector.Health;

/// <summary>One check in the file of <see cref="SavedBoard"/>. Times are whole milliseconds.</summary>
internal static class SavedCheckText
{
    /// <summary>Ages are cut to this: older than any host has run, and far from any overflow.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromDays(3650);

    public static void Write(Utf8JsonWriter json, SavedCheck check)
    {
        json.WriteStartObject();
        json.WriteString("check", check.Identity);
        json.WriteString("verdict", Word(check.Verdict));
        json.WriteNumber("verdict_age", Milliseconds(check.VerdictAge));
        json.WriteNumber("result_age", Milliseconds(check.ResultAge));
        json.WriteNumber("streak", check.Streak);
        json.WriteNumber("tries", check.Tries);
        json.WriteNumber("failures", check.Failures);
        json.WriteNumber("discarded", check.Discarded);
        if (check.Advice is { } advice)
        {
            json.WriteStartObject("advice");
            if (advice.WeightPercent is { } percent) json.WriteNumber("weight_percent", percent);
            if (advice.Mode is { } mode) json.WriteNumber("mode", (int)mode);
            if (advice.ConnectionsMax is { } connections) json.WriteNumber("connections_max", connections);
            json.WriteEndObject();
        }
        json.WriteStartArray("history");
        foreach (SavedTransition was in check.History)
        {
            json.WriteStartObject();
            json.WriteString("from", Word(was.From));
            json.WriteString("to", Word(was.To));
            json.WriteString("detail", was.Detail.Length <= SavedBoard.DetailMax ? was.Detail : was.Detail[..SavedBoard.DetailMax]);
            json.WriteNumber("age", Milliseconds(was.Age));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static SavedCheck Read(ref Utf8JsonReader json)
    {
        string? identity = null;
        Verdict verdict = Verdict.Unknown;
        TimeSpan verdictAge = AgeMax, resultAge = AgeMax;
        int streak = 0;
        uint tries = 0, failures = 0, discarded = 0;
        ServerAdvice? advice = null;
        List<SavedTransition> history = [];
        Begin(ref json);
        while (NextKey(ref json) is { } key)
        {
            switch (key)
            {
                case "check": identity = json.GetString(); break;
                case "verdict": verdict = VerdictOf(json.GetString()); break;
                case "verdict_age": verdictAge = Age(json.GetInt64()); break;
                case "result_age": resultAge = Age(json.GetInt64()); break;
                case "streak": streak = json.GetInt32(); break;
                case "tries": tries = json.GetUInt32(); break;
                case "failures": failures = json.GetUInt32(); break;
                case "discarded": discarded = json.GetUInt32(); break;
                case "advice": advice = ReadAdvice(ref json); break;
                case "history": ReadHistory(ref json, history); break;
                default: json.Skip(); break;
            }
        }
        return new SavedCheck(identity ?? throw new JsonException("a check has no name"), verdict, verdictAge, resultAge)
        {
            // A count that overflows at the next result would be a fall without a failure.
            Streak = Math.Clamp(streak, -1_000_000_000, 1_000_000_000),
            Tries = tries,
            Failures = failures,
            Discarded = discarded,
            Advice = advice,
            History = history,
        };
    }

    private static ServerAdvice ReadAdvice(ref Utf8JsonReader json)
    {
        int? percent = null, connections = null;
        ServerMode? mode = null;
        Expect(ref json, JsonTokenType.StartObject);
        while (NextKey(ref json) is { } key)
        {
            switch (key)
            {
                case "weight_percent": percent = Math.Clamp(json.GetInt32(), 0, 256); break;
                case "mode": mode = (ServerMode)Math.Clamp(json.GetInt32(), 0, (int)ServerMode.Maintenance); break;
                case "connections_max": connections = Math.Max(json.GetInt32(), 0); break;
                default: json.Skip(); break;
            }
        }
        return new ServerAdvice(percent, mode, connections);
    }

    private static void ReadHistory(ref Utf8JsonReader json, List<SavedTransition> history)
    {
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            SavedTransition was = new(Verdict.Unknown, Verdict.Unknown, "", AgeMax);
            Begin(ref json);
            while (NextKey(ref json) is { } key)
            {
                switch (key)
                {
                    case "from": was = was with { From = VerdictOf(json.GetString()) }; break;
                    case "to": was = was with { To = VerdictOf(json.GetString()) }; break;
                    case "detail": was = was with { Detail = json.GetString() ?? "" }; break;
                    case "age": was = was with { Age = Age(json.GetInt64()) }; break;
                    default: json.Skip(); break;
                }
            }
            if (history.Count < Transition.Max) history.Add(was);
        }
    }

    private static void Begin(ref Utf8JsonReader json) => Expect(ref json, JsonTokenType.StartObject);

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (json.TokenType != token) throw new JsonException($"a {token} was expected, not a {json.TokenType}");
    }

    /// <summary>The next key of an object, with the reader at its value; null at the object's end.</summary>
    private static string? NextKey(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.PropertyName) return null;
        string key = json.GetString()!;
        json.Read();
        return key;
    }

    private static long Milliseconds(TimeSpan age) => Math.Max(0, age.Ticks / TimeSpan.TicksPerMillisecond);

    private static TimeSpan Age(long milliseconds) => TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, (long)AgeMax.TotalMilliseconds));

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Up => "up",
        Verdict.Down => "down",
        _ => "unknown",
    };

    private static Verdict VerdictOf(string? word) => word switch
    {
        "up" => Verdict.Up,
        "down" => Verdict.Down,
        _ => Verdict.Unknown,
    };
}
