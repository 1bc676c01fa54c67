using HaDirector.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace HaDirector.Linux;

/// <summary>A file descriptor that is closed once.</summary>
public sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>No descriptor.</summary>
    public Descriptor() : base(ownsHandle: true)
    {
    }

    /// <summary>Owns <paramref name="number"/> from now on.</summary>
    public Descriptor(int number) : base(ownsHandle: true) => SetHandle(number);

    /// <summary>The number, for calls that take one; -1 after closing.</summary>
    public int Number => IsClosed ? -1 : (int)handle;

    /// <summary>Owns the result of a call that gives a descriptor, or throws.</summary>
    internal static Descriptor Own(int number, string call) => number >= 0 ? new Descriptor(number) : throw LinuxException.Last(call);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
