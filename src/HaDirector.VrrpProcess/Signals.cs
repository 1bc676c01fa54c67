using System.Runtime.InteropServices;
using HaDirector.Linux;

namespace HaDirector.VrrpProcess;

/// <summary>Turns signals into facts that the supervisor reads when it is woken.</summary>
internal sealed class Signals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly WakeEvent _wake;
    private int _stop;
    private int _reload;

    public Signals(WakeEvent wake)
    {
        _wake = wake;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Note(context, ref _stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Note(context, ref _stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Note(context, ref _reload)),
        ];
    }

    /// <summary>Whether somebody wants the process to end (SIGTERM, SIGINT).</summary>
    public bool StopWanted => Volatile.Read(ref _stop) != 0;

    /// <summary>Whether somebody wants the configuration to be read again (SIGHUP). Reading it forgets it.</summary>
    public bool TakeReload() => Interlocked.Exchange(ref _reload, 0) != 0;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
    }

    private void Note(PosixSignalContext context, ref int fact)
    {
        context.Cancel = true;
        Volatile.Write(ref fact, 1);
        _wake.Set();
    }
}
