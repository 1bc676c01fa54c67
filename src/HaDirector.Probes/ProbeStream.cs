using System.Net.Sockets;

namespace HaDirector.Probes;

/// <summary>An open connection of a try as a stream. It has no time-outs or cancellation of its own: the end of the try ends it.</summary>
internal sealed class ProbeStream(ProbeConnection connection) : Stream
{
    private readonly byte[] _first = new byte[4];
    private int _firstCount;

    /// <summary>The first bytes that came, at most 4: they tell protocols apart.</summary>
    public ReadOnlySpan<byte> First => _first.AsSpan(0, _firstCount);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0; // libraries ask so whether bytes are there; waiting for them in the next read is the same
        ThrowOn(await connection.Receive(buffer).ConfigureAwait(false));
        int received = connection.ReceivedBytes;
        for (int i = 0; i < received && _firstCount < _first.Length; i++) _first[_firstCount++] = buffer.Span[i];
        return received;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        ThrowOn(await connection.Send(buffer).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is kept back.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) connection.Close();
        base.Dispose(disposing);
    }

    private void ThrowOn(SocketError error)
    {
        if (error != SocketError.Success) throw new IOException(SocketWords.Say(connection.Note(error)));
    }
}
