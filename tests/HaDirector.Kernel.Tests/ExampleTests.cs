using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;

namespace HaDirector.Kernel.Tests;

/// <summary>Every example's table in the real kernel, with all its servers up, is exactly what is written down in Golden/.</summary>
[Collection("kernel")]
public sealed class ExampleTests : IDisposable
{
    private readonly RealKernel _kernel = new();

    public static TheoryData<string> Examples => [.. NamesIn("Examples")];

    public void Dispose() => _kernel.Dispose();

    [KernelTheory]
    [MemberData(nameof(Examples))]
    public void Example_programs_the_kernel_as_written_down(string example)
    {
        IpvsTable desired = Desired(example);
        if (Environment.GetEnvironmentVariable("HADIRECTOR_REWRITE") == "1") File.WriteAllText(Path.Combine(Folder("Golden"), example + ".ipvsadm"), IpvsadmText.Render(desired));
        string golden = File.ReadAllText(Path.Combine(Folder("Golden"), example + ".ipvsadm"));

        ReconcileResult first = _kernel.Reconcile(desired);
        Assert.True(first.Result.Complete, string.Join("\n", first.Result.Refused));
        Assert.Equal(golden, RealKernel.Saved());
        Assert.Equal(golden, IpvsadmText.Render(desired));

        long written = _kernel.Ipvs.ChangesSent;
        Assert.Empty(_kernel.Reconcile(desired).Changes);
        Assert.Equal(written, _kernel.Ipvs.ChangesSent);
    }

    [KernelFact]
    public void Every_golden_text_has_its_example() => Assert.Equal(NamesIn("Examples"), NamesIn("Golden"));

    private static IpvsTable Desired(string example)
    {
        string path = Path.Combine(Folder("Examples"), example + ".yaml");
        LoadResult loaded = ConfigFile.Load(File.ReadAllBytes(path), path, "lb01");
        Assert.True(loaded.Plan is not null, string.Join("\n", loaded.Diagnostics));
        ServiceMachine machine = new(loaded.Plan!, IpvsTable.Empty, default, static _ => Verdict.Up);
        return machine.Desired;
    }

    private static IEnumerable<string> NamesIn(string folder) =>
        Directory.EnumerateFiles(Folder(folder)).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
