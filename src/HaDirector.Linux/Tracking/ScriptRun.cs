using System.Runtime.InteropServices;
using System.Text;
using HaDirector.Linux.Interop;
using HaDirector.Linux.Processes;

namespace HaDirector.Linux.Tracking;

/// <summary>One run of a script: in a process group of its own, without input, its output read and thrown away but for the beginning.</summary>
public sealed unsafe class ScriptRun : IDisposable
{
    private const int KeptMax = 4 * 1024; // bytes of its output
    private const int ShownMax = 200; // bytes of its first line
    private const int ChunkBytes = 16 * 1024;
    private const int ChunksMax = 8; // of one hearing; a script that floods waits for us
    private const string SetPrivileges = "/usr/bin/setpriv"; // util-linux
    private const string EndsWithUs = "--pdeathsig=KILL"; // a script that hangs must not outlive the director process that would end it

    private readonly ChildProcess _process;
    private readonly Descriptor _output;
    private readonly List<byte> _kept = [];

    private ScriptRun(ChildProcess process, Descriptor output) => (_process, _output) = (process, output);

    /// <summary>Becomes readable when it ends.</summary>
    public int EndDescriptor => _process.EndDescriptor;

    /// <summary>Becomes readable when it says something; -1 when it closed its output.</summary>
    public int OutputDescriptor => _output.Number;

    /// <summary>The beginning of what it said, on either output.</summary>
    public ReadOnlySpan<byte> Output => CollectionsMarshal.AsSpan(_kept);

    /// <summary>The first line it said, or empty.</summary>
    public string FirstLine
    {
        get
        {
            ReadOnlySpan<byte> kept = Output;
            string text = Encoding.UTF8.GetString(kept[..Math.Min(kept.Length, ShownMax)]);
            int end = text.AsSpan().IndexOfAny('\n', '\r');
            return new string([.. (end < 0 ? text : text[..end]).Where(c => !char.IsControl(c))]).Trim();
        }
    }

    /// <summary>Starts a script.</summary>
    /// <param name="command">Program (absolute path) and its arguments.</param>
    /// <param name="user">User it runs as, by setpriv(1); empty is our own.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="why">Why it cannot be run.</param>
    /// <returns>The run; null when it cannot be run.</returns>
    public static ScriptRun? TryStart(IReadOnlyList<string> command, string user, IReadOnlyDictionary<string, string> environment, out string why)
    {
        bool asRoot = Libc.GetEffectiveUser() == 0;
        List<string> line = [.. command];
        if (user.Length > 0)
        {
            if (!Libc.TryFindUser(user, out uint id, out uint group))
            {
                why = $"there is no user {user}";
                return null;
            }

            asRoot = id == 0;
            if (id != Libc.GetEffectiveUser())
            {
                why = Program.Refuse(SetPrivileges, asRoot: false) ?? "";
                if (why.Length > 0) return null;
                line = [SetPrivileges, $"--reuid={id}", $"--regid={group}", "--init-groups", "--inh-caps=-all", EndsWithUs, "--", .. command];
            }
        }

        else if (File.Exists(SetPrivileges))
        {
            line = [SetPrivileges, EndsWithUs, "--", .. command];
        }

        why = Program.Refuse(command[0], asRoot) ?? "";
        if (why.Length > 0) return null;
        try
        {
            return Start(line, environment);
        }
        catch (IOException refused)
        {
            why = refused.Message;
            return null;
        }
    }

    /// <summary>Whether it has ended, collected or not.</summary>
    public bool HasEnded => _process.WaitForEnd(TimeSpan.Zero);

    /// <summary>Takes what it said; all but the beginning is thrown away.</summary>
    public void Hear()
    {
        byte* chunk = stackalloc byte[ChunkBytes];
        for (int i = 0; i < ChunksMax && !_output.IsClosed; i++)
        {
            int length = (int)Libc.Read(_output.Number, chunk, ChunkBytes);
            if (length < 0) return;
            if (length == 0) _output.Dispose();
            _kept.AddRange(new ReadOnlySpan<byte>(chunk, Math.Min(length, KeptMax - _kept.Count)));
        }
    }

    /// <summary>Collects it if it has ended.</summary>
    /// <param name="exitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
    public bool TryCollect(out int exitCode) => _process.TryCollect(out exitCode);

    /// <summary>Asks it and all that it started to end.</summary>
    public void Terminate() => _process.SignalGroup(Libc.SignalTerminate);

    /// <summary>Ends it and all that it started, without asking. Before it is collected its number is nobody else's.</summary>
    public void Kill() => _process.SignalGroup(Libc.SignalKill);

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _process.Dispose();
    }

    private static ScriptRun Start(List<string> line, IReadOnlyDictionary<string, string> environment)
    {
        if (Libc.Pipe(out int read, out int write) != 0) throw LinuxException.Last("pipe");
        Descriptor output = new(read);
        using Descriptor input = new(write);
        try
        {
            using var nothing = File.OpenHandle("/dev/null");
            ChildProcess process = ChildProcess.Start(
                line[0], line[1..], environment, [((int)nothing.DangerousGetHandle(), 0), (input.Number, 1), (input.Number, 2)]);
            return new ScriptRun(process, output);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }
}
