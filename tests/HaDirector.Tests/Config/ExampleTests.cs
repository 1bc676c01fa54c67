using HaDirector.Config;
using HaDirector.Tests.Architecture;

namespace HaDirector.Tests.Config;

public class ExampleTests
{
    private static IEnumerable<string> Paths => new[] { "examples", "tests/lab" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.yaml"))
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Order(StringComparer.Ordinal);

    public static TheoryData<string> Files => [.. Paths];

    [Theory]
    [MemberData(nameof(Files))]
    public void Loads_for_both_directors_without_a_finding(string file)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(Repository.Root, file));
        foreach (string director in new[] { "lb01", "lb02" })
        {
            LoadResult result = ConfigFile.Load(content, file, director);
            Assert.Empty(result.Diagnostics);
            Assert.NotNull(result.Plan!.ConnectionSync);
            Assert.All(result.Plan.VirtualRouters, r => Assert.Equal(10, r.AdvertInterval.Value));
            Assert.All(result.Plan.Services.SelectMany(s => s.Servers), s => Assert.NotNull(s.Check));
        }
    }

    [Fact]
    public void All_of_them_are_there() => Assert.Equal(
        [
            "examples/dns-udp.yaml", "examples/dr-pair.yaml", "examples/firewall-mark.yaml", "examples/nat-pair.yaml", "examples/tun-pair.yaml",
            "tests/lab/drill-dr.yaml", "tests/lab/drill-nat.yaml", "tests/lab/drill-tun.yaml",
        ], Paths);

    [Fact]
    public void Every_line_of_an_example_that_sets_something_new_says_what_it_does()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.yaml"))
        {
            string[] lines = File.ReadAllLines(file);
            int commented = lines.Count(l => l.Contains('#', StringComparison.Ordinal));
            Assert.True(commented * 2 > lines.Length, $"{file}: {commented} of {lines.Length} lines have a comment");
        }
    }
}
