using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public sealed class FileProbeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hd-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<ProbeResult> Probe(string path) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(new FileCheck(path), new IpEndpoint(IpAddress.Parse("127.0.0.1"), 0)), CancellationToken.None);

    [Theory]
    [InlineData("", null)]
    [InlineData("50\n", 50)]
    [InlineData("0", 0)]
    [InlineData("in service", null)]
    [Shows("file", "healthy")]
    public async Task A_file_that_is_there_passes_and_may_begin_with_a_weight(string content, int? percent)
    {
        string path = Path.Combine(_folder, "up");
        await File.WriteAllTextAsync(path, content);
        ProbeResult result = await Probe(path);
        Assert.Equal((true, percent), (result.Passed, result.Advice?.WeightPercent));
    }

    [Fact]
    [Shows("file", "refused", "wrong-answer")]
    public async Task What_is_no_file_fails_and_is_named()
    {
        string path = Path.Combine(_folder, "gone");
        Assert.Equal((false, $"{path} does not exist"), Of(await Probe(path)));
        Assert.Equal((false, $"{_folder} is a directory"), Of(await Probe(_folder)));
        Assert.Equal((false, "/dev/zero cannot be read"), Of(await Probe("/dev/zero")));
        await File.WriteAllTextAsync(path, "");
        Assert.True((await Probe(path)).Passed);
    }

    private static (bool Passed, string Detail) Of(ProbeResult result) => (result.Passed, result.Detail);
}
