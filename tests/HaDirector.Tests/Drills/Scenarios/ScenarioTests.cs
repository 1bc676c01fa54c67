using HaDirector.Tests.Architecture;
using HaDirector.Tests.Config;

namespace HaDirector.Tests.Drills.Scenarios;

/// <summary>Stories of operators, played by the production machine. HADIRECTOR_REWRITE=1 writes the transcripts anew; commit the difference only if you meant it.</summary>
public class ScenarioTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "HaDirector.Tests", "Scenarios");

    public static TheoryData<string> Names() => [.. Directory.GetFiles(Folder, "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_as_expected_and_as_it_went_before(string name)
    {
        (string transcript, IReadOnlyList<string> failures) = ScenarioText.Read(File.ReadAllText(Path.Combine(Folder, $"{name}.txt"))).Play();

        Assert.True(failures.Count == 0, $"{string.Join('\n', failures)}\n{transcript}");
        string golden = Path.Combine(Folder, $"{name}.golden");
        if (Golden.Rewrites) File.WriteAllText(golden, transcript);
        Assert.Equal(File.ReadAllText(golden), transcript);
    }

    [Fact]
    public void An_expectation_that_is_not_met_fails()
    {
        (_, IReadOnlyList<string> failures) = ScenarioText.Read("router web\nlb01 web priority 150\nlb02 web priority 100\nat 0s start all\nexpect at 5s lb02 master\nexpect at 5s nobody answers").Play();

        Assert.Equal(["expect at 5s lb02 master: it is Backup", "expect at 5s nobody answers: lb01 answer"], failures);
    }

    [Theory]
    [InlineData("at 5s explode lb01")]
    [InlineData("at soon cut lb01")]
    [InlineData("expect at 5s lb09 master")]
    [InlineData("lb01 mail priority 3")]
    public void Nonsense_is_refused(string line) => Assert.Throws<FormatException>(() => ScenarioText.Read($"router web\nlb01 web\nlb02 web\n{line}"));
}
