using System.Diagnostics;
using System.Globalization;
using HaDirector.Linux.Processes;

namespace HaDirector.Benchmarks.Death;

/// <summary>How a server dies.</summary>
internal enum Way
{
    /// <summary>Its program ends: tries are refused.</summary>
    Killed,

    /// <summary>No packet of it arrives any more: tries time out in the handshake.</summary>
    Silent,

    /// <summary>Its program stands still: tries time out after the handshake.</summary>
    Hung,
}

/// <summary>A real server, one nginx on a host of its own, that dies and recovers at moments that are known exactly.</summary>
internal sealed class DyingServer(string host, string address, string director, string folder) : IDisposable
{
    public const int Port = 8080;

    private readonly Process _routes = Process.Start(new ProcessStartInfo("ip", ["-n", host, "-batch", "-"]) { RedirectStandardInput = true })!;
    private Process _program = AcceptServer.Start(host, folder);

    public string Name { get; } = $"{address}:{Port}";

    /// <summary>Dies.</summary>
    /// <returns>The moment before.</returns>
    public DateTimeOffset Die(Way way)
    {
        DateTimeOffset at = DateTimeOffset.Now;
        if (way == Way.Killed) _program.Kill();
        else if (way == Way.Hung) Signals.Send(_program.Id, Signals.Stop);
        else Route("add");
        return at;
    }

    /// <summary>Recovers.</summary>
    /// <returns>The moment before; of a program that was started again, the one at which it was seen to listen.</returns>
    public DateTimeOffset Recover(Way way)
    {
        DateTimeOffset at = DateTimeOffset.Now;
        if (way == Way.Hung) Signals.Send(_program.Id, Signals.Continue);
        else if (way == Way.Silent) Route("del");
        else
        {
            _program.WaitForExit();
            _program.Dispose();
            _program = AcceptServer.Start(host, folder);
            AwaitListening();
            at = DateTimeOffset.Now;
        }
        return at;
    }

    public void AwaitListening()
    {
        string listening = string.Create(CultureInfo.InvariantCulture, $":{Port:X4} 00000000:0000 0A");
        for (int i = 0; i < 20_000; i++)
        {
            // Before it enters its host the process shows the listeners of the machine, which may be anybody's: the name says that it is nginx by now.
            string own = $"/proc/{_program.Id}";
            if (File.ReadAllText($"{own}/comm").Trim() == "nginx" && File.ReadAllText($"{own}/net/tcp").Contains(listening, StringComparison.Ordinal)) return;
            Thread.Sleep(1);
        }
        throw new TimeoutException($"nginx on {host} does not listen");
    }

    public void Dispose()
    {
        if (!_program.HasExited) _program.Kill();
        _routes.StandardInput.Close();
        _routes.WaitForExit();
        _program.Dispose();
        _routes.Dispose();
    }

    // The program waits for the next line, so this takes effect at once. Its answers find no way, as if the host were gone; ARP goes on.
    private void Route(string action)
    {
        _routes.StandardInput.WriteLine($"route {action} blackhole {director}/32");
        _routes.StandardInput.Flush();
    }
}
