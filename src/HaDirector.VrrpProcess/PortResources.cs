using HaDirector.Linux.Capture;
using HaDirector.Linux.Vrrp;
using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <summary>What is open on an interface: made and closed by the supervisor, used by the real-time thread.</summary>
/// <param name="interfaceIndex">Index of the interface it was opened on; another index is another interface.</param>
/// <param name="socket">VRRP packets.</param>
/// <param name="frames">Gratuitous ARP; null where the interface has no Ethernet address.</param>
internal sealed class PortResources(int interfaceIndex, VrrpSocket socket, IFrameSender? frames) : IDisposable
{
    public int InterfaceIndex { get; } = interfaceIndex;

    public VrrpSocket Socket { get; } = socket;

    public IFrameSender? Frames { get; } = frames;

    /// <summary>Opens everything. Without libpcap frames go through a packet socket, and <paramref name="say"/> hears of it.</summary>
    public static PortResources Open(string interfaceName, int interfaceIndex, IpAddress source, bool ethernet, Action<string> say)
    {
        VrrpSocket socket = VrrpSocket.Open(interfaceName, interfaceIndex, source);
        try
        {
            return new PortResources(interfaceIndex, socket, ethernet ? OpenFrames(interfaceName, interfaceIndex, say) : null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
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
            say($"libpcap cannot be used on {interfaceName} ({refused.Message}); gratuitous ARP goes through a packet socket");
            return new PacketSocketFrameSender(interfaceIndex);
        }
    }
}
