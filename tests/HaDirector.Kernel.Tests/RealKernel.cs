using System.Diagnostics;
using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;

namespace HaDirector.Kernel.Tests;

/// <summary>The kernel under test: a table that is empty before and after, and the programs that look at it from outside.</summary>
public sealed class RealKernel : IDisposable
{
    public RealKernel()
    {
        Run("ipvsadm", "-C");
        Assert.True(KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why), why);
        Ipvs = kernel!;
        Directory.CreateDirectory(RunDirectory);
        StopDaemons();
    }

    /// <summary>Why kernel tests cannot run here, or null.</summary>
    public static string? Missing =>
        Environment.GetEnvironmentVariable("IPVS_LAB") == "1" ? null
        : Environment.UserName != "root" ? "needs root"
        : !File.Exists("/proc/net/ip_vs") ? "needs a kernel with ip_vs: tests/lab/run 'dotnet vstest ...'"
        : File.ReadLines("/proc/net/ip_vs").Skip(3).Any() ? "needs an IPVS table that nobody uses: the tests empty it"
        : null;

    public KernelIpvs Ipvs { get; }

    public string RunDirectory { get; } = Path.Combine(Path.GetTempPath(), "hd-kernel-" + Guid.NewGuid().ToString("N"));

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public static string Run(string program, params string[] arguments) => RunWith("", program, arguments);

    /// <summary>Runs a program with something to read.</summary>
    public static string RunWith(string input, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] += ":/usr/sbin:/sbin";
        // The search for the program uses this process's own PATH.
        string[] places = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];
        start.FileName = places.Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists) ?? program;
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode}: {errors.Result}{output}");
        return output;
    }

    /// <summary>The table as ipvsadm prints it.</summary>
    public static string Saved() => Run("ipvsadm", "-Sn");

    /// <summary>Reconciles with a fresh ownership, as a process that has just started would.</summary>
    public ReconcileResult Reconcile(IpvsTable desired) => new TableReconciler(Ipvs, new IpvsOwnership(RunDirectory)).Reconcile(desired, default);

    public void Dispose()
    {
        StopDaemons();
        Ipvs.Dispose();
        Run("ipvsadm", "-C");
        Directory.Delete(RunDirectory, recursive: true);
    }

    private void StopDaemons()
    {
        foreach (SyncDaemonSpec daemon in Ipvs.ReadDaemons()) Assert.Null(Ipvs.StopDaemon(daemon.Role));
    }
}
