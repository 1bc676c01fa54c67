using System.Globalization;

namespace HaDirector.Benchmarks.Death;

/// <summary>The options of the death benchmark.</summary>
internal sealed record DeathArguments(string Exe, int Events, int IntervalMs, int TimeoutMs, int Fall, int Rise)
{
    public static DeathArguments Parse(string[] words)
    {
        Dictionary<string, string> options = [];
        for (int i = 0; i + 1 < words.Length; i += 2) options[words[i]] = words[i + 1];
        int Number(string name, int otherwise) => options.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        return new DeathArguments(
            Path.GetFullPath(options.GetValueOrDefault("--exe", "artifacts/publish/hadirector")), Number("--events", 240), Number("--interval-ms", 200),
            Number("--timeout-ms", 100), Number("--fall", 2), Number("--rise", 2));
    }

    /// <summary>What is promised from the death of a server to the kernel.</summary>
    public int DeathBoundMs => (Fall * IntervalMs) + TimeoutMs + 100;

    /// <summary>What is promised from its recovery to the kernel.</summary>
    public int RecoveryBoundMs => (Rise * IntervalMs) + TimeoutMs + 100;
}
