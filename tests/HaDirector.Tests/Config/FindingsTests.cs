using System.Text;
using HaDirector.Config;

namespace HaDirector.Tests.Config;

public class FindingsTests
{
    private static readonly string File = Golden.PathOf("findings.txt");

    /// <summary>Codes that need more than a text: bytes, sizes, a host.</summary>
    private static readonly string[] ShownElsewhere =
    [
        DiagnosticCodes.NotText, DiagnosticCodes.Unreadable, DiagnosticCodes.TooManyFindings, DiagnosticCodes.TooManyAddresses,
        DiagnosticCodes.DirectorNotInFile, DiagnosticCodes.OutOfReach, DiagnosticCodes.InterfaceMissing, DiagnosticCodes.SecretFile,
        DiagnosticCodes.CheckFile,
    ];

    [Fact]
    public void Each_input_gives_exactly_the_findings_written_under_it()
    {
        string written = System.IO.File.ReadAllText(File);
        StringBuilder anew = new(written[..(written.IndexOf("\n=== ", StringComparison.Ordinal) + 1)]);
        foreach ((string name, string input, _) in Cases(written))
            anew.Append("=== ").Append(name).Append('\n').Append(input).Append(">>>\n").Append(Check(input));
        Golden.Equal("findings.txt", anew.ToString());
    }

    [Fact]
    public void Every_code_is_shown_by_some_input()
    {
        string shown = string.Concat(Cases(System.IO.File.ReadAllText(File)).Select(c => c.Findings));
        IEnumerable<string> missing = DiagnosticCodes.All.Keys.Except(ShownElsewhere).Where(c => !shown.Contains(c, StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void A_plan_comes_out_exactly_when_no_error_does()
    {
        foreach ((string name, string input, _) in Cases(System.IO.File.ReadAllText(File)))
        {
            LoadResult result = ConfigFile.Load(input, "f", null);
            Assert.True(result.Errors == 0 == result.Plan is not null, name);
        }
    }

    private static string Check(string input) => CheckVerb.Run(ConfigFile.Load(input, "hadirector.yaml", null), "hadirector.yaml", json: false).Text;

    private static IEnumerable<(string Name, string Input, string Findings)> Cases(string text)
    {
        foreach (string part in text.Split("\n=== ")[1..])
        {
            int start = part.IndexOf('\n', StringComparison.Ordinal) + 1;
            int end = part.IndexOf("\n>>>", StringComparison.Ordinal) + 1;
            yield return (part[..(start - 1)], part[start..end], part[Math.Min(end + 4, part.Length)..]);
        }
    }
}
