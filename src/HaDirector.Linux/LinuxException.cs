using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>A system call that failed where the caller cannot go on.</summary>
public sealed class LinuxException : IOException
{
    /// <summary>A failure of <paramref name="call"/> with <paramref name="error"/>.</summary>
    /// <param name="call">What was called, and on what.</param>
    /// <param name="error">Error number.</param>
    public LinuxException(string call, int error)
        : base($"{call}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)} (errno {error})") =>
        (Call, Error) = (call, error);

    /// <summary>What was called.</summary>
    public string Call { get; }

    /// <summary>Error number.</summary>
    public int Error { get; }

    internal static LinuxException Last(string call) => new(call, Libc.LastError);
}
