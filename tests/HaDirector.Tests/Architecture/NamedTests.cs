using System.Text.RegularExpressions;

namespace HaDirector.Tests.Architecture;

/// <summary>All tests of all test projects, found in their sources: documents name them, and must not name what is not there.</summary>
internal sealed partial class NamedTests
{
    private readonly Dictionary<string, HashSet<string>> _byProject = [];

    public NamedTests()
    {
        foreach (string project in Directory.GetDirectories(Path.Combine(Repository.Root, "tests"), "HaDirector.*"))
        {
            HashSet<string> names = [];
            foreach (string file in Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)))
                Read(File.ReadAllText(file), names);
            _byProject.Add(Path.GetFileName(project), names);
        }
    }

    /// <summary>Whether a name of a document ("Class.Method", "Linux Class.Method") means a test.</summary>
    public bool Has(string name)
    {
        string[] words = name.Split(' ');
        string project = words.Length == 1 ? "HaDirector.Tests" : words[0] == "Pure" ? "HaDirector.Tests" : $"HaDirector.{words[0]}.Tests";
        return _byProject.TryGetValue(project, out HashSet<string>? names) && names.Contains(words[^1]);
    }

    private static void Read(string text, HashSet<string> names)
    {
        string type = "";
        bool isTest = false;
        foreach (Match match in Declaration().Matches(text))
        {
            if (match.Groups["type"].Success) type = match.Groups["type"].Value;
            else if (match.Groups["test"].Success) isTest = true;
            else if (isTest)
            {
                names.Add($"{type}.{match.Groups["method"].Value}");
                isTest = false;
            }
        }
    }

    [GeneratedRegex(@"^[^/]*\b(?:class|record) (?<type>\w+)|^\s*\[(?<test>\w*(?:Fact|Theory))\b|^\s*public (?:async Task|void|Task) (?<method>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
