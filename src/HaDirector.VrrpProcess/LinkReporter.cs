using HaDirector.Link;
using HaDirector.Linux;

namespace HaDirector.VrrpProcess;

/// <summary>
/// Sends the real-time thread's messages to the director process. Never waits and never allocates: what does not fit is counted as dropped,
/// and a log record that nobody reads goes to the supervisor instead, who prints it.
/// </summary>
/// <param name="link">Our end of the link. Its descriptor stays the same when the director process is started again.</param>
/// <param name="fallback">Where log records go that the link does not take.</param>
internal sealed class LinkReporter(SequencedPacketSocket link, SequencedPacketSocket fallback)
{
    private readonly byte[] _message = GC.AllocateArray<byte>(LinkMessage.Size, pinned: true);

    /// <summary>Messages that were not taken since the start.</summary>
    public long Drops { get; private set; }

    /// <summary>Says nothing: for the dry run.</summary>
    public bool Muted { get; set; }

    /// <summary>The one message to fill and then to <see cref="Send"/>; it is empty but for its kind.</summary>
    public LinkMessage Begin(LinkMessageKind kind) => Begin(_message, kind);

    /// <summary>Sends the message.</summary>
    public void Send()
    {
        if (Muted) return;
        if (link.Send(_message) == 0) return;
        Drops++;
        if (_message[0] == (byte)LinkMessageKind.Log) _ = fallback.Send(_message);
    }

    private static LinkMessage Begin(byte[] bytes, LinkMessageKind kind)
    {
        LinkMessage message = new(bytes);
        message.Clear();
        message.Kind = kind;
        return message;
    }
}
