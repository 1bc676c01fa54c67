using System.Diagnostics;

namespace HaDirector.Benchmarks;

/// <summary>Other people's work: one busy loop per core, ordinary priority.</summary>
internal sealed class Burners : IDisposable
{
    private readonly List<Process> _loops = [];

    public Burners()
    {
        for (int i = 0; i < Environment.ProcessorCount; i++)
            _loops.Add(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "while :; do :; done"]))!);
    }

    public void Dispose()
    {
        foreach (Process loop in _loops)
        {
            loop.Kill();
            loop.WaitForExit();
            loop.Dispose();
        }
    }
}
