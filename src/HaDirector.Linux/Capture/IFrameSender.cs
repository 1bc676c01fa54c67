namespace HaDirector.Linux.Capture;

/// <summary>Puts whole Ethernet frames on an interface. Never allocates.</summary>
public interface IFrameSender : IDisposable
{
    /// <summary>Sends one frame.</summary>
    /// <returns>Whether the kernel took it.</returns>
    bool Send(ReadOnlySpan<byte> frame);
}
