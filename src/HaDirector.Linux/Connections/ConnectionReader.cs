using System.Diagnostics;
using HaDirector.Ipvs.Connections;

namespace HaDirector.Linux.Connections;

/// <summary>
/// Reads the kernel's connection table piece by piece: never more than a few pages of it are in memory, and the reader rests between them.
/// Connections that come or go meanwhile move the others, so a few may be missed or seen twice, as with every reader of this file.
/// </summary>
public sealed class ConnectionReader : IDisposable
{
    private const int BufferBytes = 16 * 1024; // the kernel gives a page at a time
    private const int RestMinimum = 1; // milliseconds of rest owed before it is taken

    private readonly Stream _source;
    private readonly bool _withOrigin;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly long[] _faults = new long[Enum.GetValues<ConnectionLineFault>().Length];
    private int _start, _end;
    private bool _skipping; // the rest of a line that was too long
    private TimeSpan _owed;

    /// <summary>Reads from a stream in the form of the kernel's file.</summary>
    /// <param name="source">The stream; it is disposed with the reader.</param>
    /// <param name="withOrigin">Whether its form is that of ip_vs_conn_sync.</param>
    public ConnectionReader(Stream source, bool withOrigin) => (_source, _withOrigin) = (source, withOrigin);

    /// <summary>Share of time that may pass inside the kernel, which looks through the whole table for each page before 6.14; 1 is without rests.</summary>
    public double TimeShare { get; init; } = 0.25;

    /// <summary>Entries read.</summary>
    public long Entries { get; private set; }

    /// <summary>Time that passed in the kernel.</summary>
    public TimeSpan Busy { get; private set; }

    /// <summary>Lines that could not be read, by reason.</summary>
    public IEnumerable<(ConnectionLineFault Fault, long Count)> Faults =>
        Enum.GetValues<ConnectionLineFault>().Select(fault => (fault, _faults[(int)fault])).Where(f => f.Item2 > 0);

    /// <summary>Opens the table of the calling thread's network namespace.</summary>
    /// <param name="withOrigin">Whether origins are wanted rather than data of persistence engines; the kernel gives one or the other.</param>
    /// <param name="reader">The reader, or null.</param>
    /// <param name="why">Why there is none, for humans.</param>
    public static bool TryOpen(bool withOrigin, out ConnectionReader? reader, out string why)
    {
        (reader, why) = (null, "");
        string path = "/proc/thread-self/net/" + (withOrigin ? "ip_vs_conn_sync" : "ip_vs_conn");
        try
        {
            reader = new ConnectionReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0), withOrigin);
        }
        catch (FileNotFoundException)
        {
            why = "this kernel has no ip_vs, or nobody has used it since it started";
        }
        catch (UnauthorizedAccessException)
        {
            why = $"not permitted to read {path}";
        }
        catch (IOException e)
        {
            why = e.Message;
        }
        return reader is not null;
    }

    /// <summary>The next connection; false at the end. Bad lines are counted and passed over.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public bool TryRead(out ConnectionEntry entry)
    {
        while (TryReadLine(out ReadOnlySpan<byte> line))
        {
            if (ConnectionLine.IsHeading(line)) continue;
            ConnectionLineFault fault = _withOrigin ? ConnectionLine.ReadWithOrigin(line, out entry) : ConnectionLine.Read(line, out entry);
            if (fault != ConnectionLineFault.None)
            {
                _faults[(int)fault]++;
                continue;
            }
            Entries++;
            return true;
        }
        entry = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            ReadOnlySpan<byte> held = _buffer.AsSpan(_start.._end);
            int feed = held.IndexOf((byte)'\n');
            bool wasSkipping = _skipping;
            if (feed >= 0)
            {
                _start += feed + 1;
                _skipping = false;
                line = held[..feed];
                if (!wasSkipping) return true;
                continue;
            }
            if (held.Length > ConnectionLine.BytesMax)
            {
                if (!_skipping) _faults[(int)ConnectionLineFault.TooLong]++;
                (_skipping, _start, _end) = (true, 0, 0);
            }
            if (Fill()) continue;
            // The kernel ends each line; what has no end was cut off.
            line = _buffer.AsSpan(_start.._end);
            _start = _end;
            return !line.IsEmpty && !_skipping;
        }
    }

    private bool Fill()
    {
        Rest();
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        long began = Stopwatch.GetTimestamp();
        int read = _source.Read(_buffer, _end, _buffer.Length - _end);
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        Busy += took;
        if (TimeShare < 1) _owed += took * (1 / TimeShare - 1);
        _end += read;
        return read > 0;
    }

    private void Rest()
    {
        if (_owed.TotalMilliseconds < RestMinimum) return;
        Thread.Sleep(_owed);
        _owed = default;
    }
}
