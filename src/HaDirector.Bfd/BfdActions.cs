namespace HaDirector.Bfd;

/// <summary>What one step of a session asks of the world. The change comes first: what is sent carries the new state.</summary>
[Flags]
public enum BfdActions : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The state changed: <see cref="BfdSession.State"/>, <see cref="BfdSession.Before"/> and <see cref="BfdSession.Diagnostic"/> say what and why.</summary>
    Changed = 1,

    /// <summary>Send what <see cref="BfdSession.Write"/> gives.</summary>
    Send = 2,
}
