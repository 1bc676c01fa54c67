using System.Runtime.InteropServices;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>
/// One thread of control: drain inputs, decide, act, publish, sleep until the earliest deadline or the next input.
/// A loop has a thread of its own so that no pool, full of other work, can hold it up.
/// </summary>
internal abstract class Loop(string name, Action<string, Exception> failed) : IDisposable
{
    private readonly WakeEvent _wake = new();
    private readonly List<PollEntry> _entries = [];
    private readonly ManualResetEventSlim _turned = new();
    private readonly ManualResetEventSlim _ended = new();
    private volatile bool _stopping;
    private Thread? _thread;
    private bool _woken;
    private uint _asked;
    private uint _told;

    /// <summary>Name of the loop and of its thread.</summary>
    public string Name => name;

    /// <summary>Begins to turn.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits for the first turn to be over.</summary>
    /// <returns>Whether it was in time.</returns>
    public bool AwaitTurn(TimeSpan timeout) => _turned.Wait(timeout);

    /// <summary>Says that an input came.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Called on this loop's thread when it has followed what it was given before <see cref="Ask"/>, with the number it was asked for.</summary>
    public Action<uint>? Followed { get; set; }

    /// <summary>Asks to be told when a whole turn was taken that began after this, and so with everything that was given before.</summary>
    /// <param name="epoch">What is told.</param>
    public void Ask(uint epoch)
    {
        Volatile.Write(ref _asked, epoch);
        _wake.Set();
    }

    /// <summary>Ends after the present turn and <see cref="Finish"/>.</summary>
    /// <returns>Whether it ended in time.</returns>
    public bool Stop(TimeSpan timeout)
    {
        if (_thread is null) return true;
        _stopping = true;
        _wake.Set();
        return _ended.Wait(timeout);
    }

    /// <summary>One turn.</summary>
    /// <returns>When to turn again if no input comes before.</returns>
    protected abstract Instant Turn(Instant now);

    /// <summary>Adds the descriptors that are inputs besides <see cref="Wake"/>.</summary>
    protected virtual void Listen(List<PollEntry> entries)
    {
    }

    /// <summary>What is done once, after the last turn.</summary>
    protected virtual void Finish()
    {
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                if (_woken) _wake.Clear();
                uint asked = Volatile.Read(ref _asked);
                Instant next = Turn(Clock.Now);
                _turned.Set();
                if (asked != _told) Followed?.Invoke(_told = asked);
                Sleep(next);
            }
            Finish();
        }
        catch (Exception e) // a loop that ends unasked ends the process: it is started again with everything else untouched
        {
            failed(name, e);
        }
        finally
        {
            _turned.Set();
            _ended.Set();
        }
    }

    private void Sleep(Instant until)
    {
        if (_stopping) return;
        long nanoseconds = until == Instant.Never ? -1 : Math.Max(0, until.Nanoseconds - Clock.Now.Nanoseconds);
        _entries.Clear();
        _entries.Add(new PollEntry { Descriptor = _wake.Number, Wanted = PollEntry.Readable });
        Listen(_entries);
        Poll.Wait(CollectionsMarshal.AsSpan(_entries), nanoseconds);
        _woken = _entries[0].Happened != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A loop that did not end in time keeps its descriptor: the process is ending anyway.
        if (_thread is not null && !_ended.IsSet) return;
        _wake.Dispose();
        _turned.Dispose();
        _ended.Dispose();
    }
}
