namespace HaDirector.Linux.Netlink;

/// <summary>A way to the kernel and back; where answers are lost is what tests play.</summary>
internal interface INetlinkSocket : IDisposable
{
    /// <inheritdoc cref="NetlinkSocket.NextSequence"/>
    uint NextSequence();

    /// <inheritdoc cref="NetlinkSocket.Send"/>
    int Send(ReadOnlySpan<byte> requests);

    /// <inheritdoc cref="NetlinkSocket.Receive"/>
    int Receive(out ReadOnlySpan<byte> datagram);
}
