using System.Diagnostics.CodeAnalysis;

namespace HaDirector.Netlink;

/// <summary>Message types that mean the same in every netlink family (linux/netlink.h).</summary>
public static class MessageType
{
    /// <summary>Nothing; skip it.</summary>
    public const ushort Noop = 1;

    /// <summary>An error, or with error 0 an acknowledgement.</summary>
    public const ushort Error = 2;

    /// <summary>End of a dump.</summary>
    public const ushort Done = 3;

    /// <summary>Data was lost.</summary>
    public const ushort Overrun = 4;

    /// <summary>The first type a family may use.</summary>
    public const ushort FirstOfFamily = 0x10;
}

/// <summary>Flags of a message header (NLM_F_*).</summary>
/// <remarks>The same bit means different things on requests for data, on requests to make something and on answers.</remarks>
[Flags]
[SuppressMessage("Design", "CA1069:Enums values should not be duplicated", Justification = "The protocol reuses its bits by the kind of message.")]
public enum MessageFlags : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A request; every message to the kernel has it.</summary>
    Request = 0x01,

    /// <summary>Part of an answer that ends with <see cref="MessageType.Done"/>.</summary>
    Multi = 0x02,

    /// <summary>Answer also when it succeeded.</summary>
    Ack = 0x04,

    /// <summary>The dump is inconsistent: it was changed under way.</summary>
    DumpInterrupted = 0x10,

    /// <summary>Get: everything (NLM_F_ROOT | NLM_F_MATCH).</summary>
    Dump = 0x300,

    /// <summary>New: replace what is there.</summary>
    Replace = 0x100,

    /// <summary>New: fail when it is there.</summary>
    Exclusive = 0x200,

    /// <summary>New: make it when it is not there.</summary>
    Create = 0x400,

    /// <summary>New: put it at the end of the list.</summary>
    Append = 0x800,

    /// <summary>Error answer: the request is not echoed, only its header (CAP_ACK).</summary>
    Capped = 0x100,

    /// <summary>Error answer: extended attributes follow (EXT_ACK).</summary>
    AckAttributes = 0x200,
}
