namespace HaDirector.Engine;

/// <summary>What became of a command on a server.</summary>
public enum CommandOutcome : byte
{
    /// <summary>It is as asked.</summary>
    Done,

    /// <summary>There is no such service.</summary>
    NoSuchService,

    /// <summary>The service has no such server.</summary>
    NoSuchServer,
}
