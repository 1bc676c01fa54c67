using System.Diagnostics;
using System.Globalization;
using System.Text;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess.Interop;

/// <summary>A daemon in the foreground in the namespace of a host; what it prints is kept.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly StringBuilder _said = new();
    private readonly Process _process;
    private bool _disposed;

    public PeerProcess(Lan lan, string host, params string[] command)
    {
        ProcessStartInfo start = new("ip", ["netns", "exec", lan.Name(host), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!; // ip(8) becomes the program: the process id stays
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public void Stop()
    {
        Command.Run("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));
        Assert.True(_process.WaitForExit(Wait.Limit), "the peer does not end");
    }

    /// <summary>Kills it; its children first, for they would resign when they see it go.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        string id = _process.Id.ToString(CultureInfo.InvariantCulture);
        if (!_process.HasExited) Command.Run("sh", "-c", $"kill -9 $(cat /proc/{id}/task/{id}/children) {id}");
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_said) _said.AppendLine(line.Data);
    }
}
