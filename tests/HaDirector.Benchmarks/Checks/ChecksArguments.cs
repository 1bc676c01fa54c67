using System.Globalization;

namespace HaDirector.Benchmarks.Checks;

/// <summary>The options of the checks benchmark.</summary>
/// <param name="Dying">Every so many-th target dies between handshake and close; 0 is none.</param>
internal sealed record ChecksArguments(
    string Exe, string[] Kinds, int[] Targets, string[] Products, int IntervalMs, int Seconds, int WarmSeconds, int Repeat, int DelayMs, int Dying)
{
    public static ChecksArguments Parse(string[] words)
    {
        Dictionary<string, string> options = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] == "--max") options["--max"] = "1";
            else if (i + 1 < words.Length) options[words[i]] = words[++i];
        }
        int Number(string name, int otherwise) => options.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        string[] List(string name, string otherwise) => options.GetValueOrDefault(name, otherwise).Split(',');
        bool max = options.ContainsKey("--max");
        return new ChecksArguments(
            Path.GetFullPath(options.GetValueOrDefault("--exe", "artifacts/publish/hadirector")), List("--kinds", "tcp,http"),
            [.. List("--targets", max ? "5000" : "1000,5000").Select(text => int.Parse(text, CultureInfo.InvariantCulture))], List("--products", "hadirector,haproxy"),
            Number("--interval-ms", max ? 50 : 1000), options.ContainsKey("--minutes") ? 60 * Number("--minutes", 30) : Number("--seconds", 20), Number("--warm", 15),
            Number("--repeat", 1), Number("--delay-ms", 0), Number("--dying", 0));
    }
}
