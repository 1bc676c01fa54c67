using System.Globalization;

namespace HaDirector.Benchmarks;

/// <summary>The options of every benchmark, with their defaults.</summary>
internal sealed record Arguments(string Exe, int Seconds, int IntervalMs, int Checks, int Repeat, string[] Faults, bool Bfd)
{
    public static Arguments Parse(string[] words)
    {
        var options = new Dictionary<string, string>();
        for (int i = 0; i + 1 < words.Length; i += 2) options[words[i]] = words[i + 1];
        int Number(string name, int otherwise) => options.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        return new Arguments(
            Path.GetFullPath(options.GetValueOrDefault("--exe", "artifacts/publish/hadirector")),
            options.ContainsKey("--minutes") ? 60 * Number("--minutes", 10) : Number("--seconds", 60), Number("--interval-ms", 10), Number("--checks", 2000), Number("--repeat", 5),
            options.GetValueOrDefault("--faults", "").Split(',', StringSplitOptions.RemoveEmptyEntries), Number("--bfd", 1) != 0);
    }
}
