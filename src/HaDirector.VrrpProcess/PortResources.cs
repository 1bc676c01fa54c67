using HaDirector.Linux.Capture;
using HaDirector.Linux.Vrrp;
using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <summary>What is open on an interface: made and closed by the supervisor, used by the real-time thread.</summary>
/// <param name="interfaceIndex">Index of the interface it was opened on; another index is another interface.</param>
/// <param name="socket">VRRP packets; null where the interface only holds addresses.</param>
/// <param name="frames">Announcements; null where the interface has no Ethernet address.</param>
internal sealed class PortResources(int interfaceIndex, VrrpSocket? socket, IFrameSender? frames) : IDisposable
{
    public int InterfaceIndex { get; } = interfaceIndex;

    public VrrpSocket? Socket { get; } = socket;

    public IFrameSender? Frames { get; } = frames;

    /// <summary>Opens what a port needs. Without libpcap frames go through a packet socket, and <paramref name="say"/> hears of it.</summary>
    public static PortResources Open(string interfaceName, int interfaceIndex, IpFamily family, bool adverts, bool ethernet, Action<string> say)
    {
        VrrpSocket? socket = adverts ? VrrpSocket.Open(interfaceName, interfaceIndex, family) : null;
        try
        {
            return new PortResources(interfaceIndex, socket, ethernet ? OpenFrames(interfaceName, interfaceIndex, say) : null);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Socket?.Dispose();
        Frames?.Dispose();
    }

    private static IFrameSender OpenFrames(string interfaceName, int interfaceIndex, Action<string> say)
    {
        try
        {
            return new PcapFrameSender(interfaceName);
        }
        catch (PcapException refused)
        {
            say($"libpcap cannot be used on {interfaceName} ({refused.Message}); announcements go through a packet socket");
            return new PacketSocketFrameSender(interfaceIndex);
        }
    }
}
