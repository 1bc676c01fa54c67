using System.Globalization;

namespace HaDirector.Benchmarks.Table;

/// <summary>The options of the benchmark of the kernel's table.</summary>
/// <param name="Services">Virtual services of the smaller table, which every product programs.</param>
/// <param name="Large">Virtual services of the larger table, for HaDirector and the kernel alone; 0 is none.</param>
internal sealed record TableArguments(string Exe, int Services, int Large, string[] Products, int Repeat, string Keep)
{
    public static TableArguments Parse(string[] words)
    {
        Dictionary<string, string> options = [];
        for (int i = 0; i + 1 < words.Length; i += 2) options[words[i]] = words[i + 1];
        int Number(string name, int otherwise) => options.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        return new TableArguments(
            Path.GetFullPath(options.GetValueOrDefault("--exe", "artifacts/publish/hadirector")), Number("--services", 1000), Number("--large", 10_000),
            options.GetValueOrDefault("--products", "kernel,hadirector,keepalived,ipvsadm").Split(','), Number("--repeat", 3), options.GetValueOrDefault("--keep", ""));
    }
}
