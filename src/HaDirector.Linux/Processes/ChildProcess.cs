using System.Runtime.InteropServices;
using System.Text;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Processes;

/// <summary>A process we started and whose end we must hear of.</summary>
public sealed unsafe class ChildProcess : IDisposable
{
    private readonly Descriptor _pidFd;

    private ChildProcess(int id, Descriptor pidFd) => (Id, _pidFd) = (id, pidFd);

    /// <summary>Process id.</summary>
    public int Id { get; }

    /// <summary>Descriptor that becomes readable when the process ends.</summary>
    public int EndDescriptor => _pidFd.Number;

    /// <summary>Starts a program in a process group of its own, so that the terminal's Ctrl-C is the parent's to handle.</summary>
    /// <param name="path">Absolute path of the program.</param>
    /// <param name="arguments">Arguments after the program's name.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="inherited">Descriptors of ours that the child gets, and their numbers there; all others but the standard ones stay here.</param>
    public static ChildProcess Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, params ReadOnlySpan<(int Ours, int Theirs)> inherited)
    {
        // Sizes are those of glibc (80 and 336 bytes) and musl with room to spare.
        byte* actions = stackalloc byte[512];
        byte* attributes = stackalloc byte[1024];
        byte* signals = stackalloc byte[128];
        new Span<byte>(signals, 128).Clear();
        _ = Libc.FileActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        try
        {
            foreach ((int ours, int theirs) in inherited) _ = Libc.FileActionsAddDup2(actions, ours, theirs); // the copy is without close-on-exec
            _ = Libc.SpawnAttributesSetFlags(attributes, Libc.SpawnSetProcessGroup | Libc.SpawnSetSignalMask);
            _ = Libc.SpawnAttributesSetProcessGroup(attributes, 0);
            _ = Libc.SpawnAttributesSetSignalMask(attributes, signals);

            using NativeStrings argv = new([path, .. arguments]);
            using NativeStrings envp = new([.. environment.Select(pair => pair.Key + "=" + pair.Value)]);
            int id;
            int error = Libc.Spawn(&id, argv.First, actions, attributes, argv.Pointer, envp.Pointer);
            if (error != 0) throw new LinuxException("start " + path, error);
            return new ChildProcess(id, Descriptor.Own(Libc.PidFdOpen(id), "pidfd_open"));
        }
        finally
        {
            _ = Libc.FileActionsDestroy(actions);
            _ = Libc.SpawnAttributesDestroy(attributes);
        }
    }

    /// <summary>Sends a signal; a process that has ended is not an error.</summary>
    public void Signal(int signal) => _ = Libc.Kill(Id, signal);

    /// <summary>Sends a signal to the process and to all that it started and that stayed in its group.</summary>
    public void SignalGroup(int signal) => _ = Libc.Kill(-Id, signal);

    /// <summary>Collects the process if it has ended.</summary>
    /// <param name="exitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
    public bool TryCollect(out int exitCode)
    {
        const int processAt = 16, statusAt = 24, codeAt = 8, codeExited = 1; // siginfo_t: si_pid, si_status, si_code; CLD_EXITED
        byte* info = stackalloc byte[128];
        new Span<byte>(info, 128).Clear();
        exitCode = -1;
        if (Libc.WaitId(Libc.WaitPid, Id, info, Libc.WaitExited | Libc.WaitNoHang) != 0) return true; // somebody else collected it
        if (*(int*)(info + processAt) == 0) return false;
        int status = *(int*)(info + statusAt);
        exitCode = *(int*)(info + codeAt) == codeExited ? status : 128 + status;
        return true;
    }

    /// <summary>Waits for the end.</summary>
    public bool WaitForEnd(TimeSpan timeout)
    {
        PollEntry entry = new() { Descriptor = EndDescriptor, Wanted = PollEntry.Readable };
        return Poll.Wait(new Span<PollEntry>(ref entry), timeout.Ticks * 100) > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _pidFd.Dispose();

    /// <summary>A NULL-terminated array of C strings.</summary>
    private readonly ref struct NativeStrings
    {
        private readonly int _count;

        public NativeStrings(string[] texts)
        {
            _count = texts.Length;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
            for (int i = 0; i < texts.Length; i++) Pointer[i] = Copy(texts[i]);
        }

        public byte** Pointer { get; }

        public byte* First => Pointer[0];

        public void Dispose()
        {
            for (int i = 0; i < _count; i++) NativeMemory.Free(Pointer[i]);
            NativeMemory.Free(Pointer);
        }

        private static byte* Copy(string text)
        {
            int length = Encoding.UTF8.GetByteCount(text);
            byte* copy = (byte*)NativeMemory.Alloc((nuint)length + 1);
            Encoding.UTF8.GetBytes(text, new Span<byte>(copy, length));
            copy[length] = 0;
            return copy;
        }
    }
}
