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
            "examples/checks.yaml", "examples/dns-udp.yaml", "examples/dr-pair.yaml", "examples/firewall-mark.yaml", "examples/nat-pair.yaml", "examples/tun-pair.yaml",
            "tests/lab/drill-dr.yaml", "tests/lab/drill-nat.yaml", "tests/lab/drill-tun.yaml",
        ], Paths);

    [Fact]
    public void Every_example_of_the_page_of_checks_loads()
    {
        string[] blocks = [.. Repository.Read("docs", "checks.md").Split("```yaml\n")[1..].Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        Assert.True(blocks.Length > 15);
        // A block shows keys of a service, or of the whole file; several checks in one are several examples.
        foreach (string key in blocks.SelectMany(Keys))
        {
            bool ofFile = key.StartsWith("mass_failure", StringComparison.Ordinal) || key.StartsWith("maintenance_folder", StringComparison.Ordinal);
            string indented = string.Concat(key.TrimEnd('\n').Split('\n').Select(line => $"    {line}\n"));
            string servers = key.StartsWith("servers", StringComparison.Ordinal) ? "" : "    servers: [ { address: 192.0.2.21, weight: 9 } ]\n";
            string text = "directors: { lb01: { address: 192.0.2.11 }, lb02: { address: 192.0.2.12 } }\nbfd: { rack-7: { peer: 192.0.2.21, multihop: true } }\n"
                + (ofFile ? key : $"services:\n  web:\n    address: tcp://192.0.2.80:80\n    forwarding: dr\n{indented}{servers}");
            Assert.True(ConfigFile.Load(text, "f", "lb01").Diagnostics is [], $"{key}: {string.Join('\n', ConfigFile.Load(text, "f", "lb01").Diagnostics)}");
        }
    }

    // Each key of the outermost level with what belongs to it.
    private static IEnumerable<string> Keys(string block)
    {
        string key = "";
        foreach (string line in block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != ' ' && key.Length > 0) yield return key;
            key = (line[0] == ' ' ? key : "") + line + "\n";
        }
        yield return key;
    }

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
