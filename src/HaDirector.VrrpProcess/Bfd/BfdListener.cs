using HaDirector.Bfd.Wire;
using HaDirector.Linux.Datagrams;
using HaDirector.Model;

namespace HaDirector.VrrpProcess.Bfd;

/// <summary>The socket on which all sessions of one family, single hop or multihop, are heard.</summary>
/// <param name="family">Family.</param>
/// <param name="multiHop">Which port.</param>
/// <param name="socket">Bound to it.</param>
internal sealed class BfdListener(IpFamily family, bool multiHop, DatagramSocket socket) : IDisposable
{
    public IpFamily Family => family;

    public bool MultiHop => multiHop;

    public DatagramSocket Socket => socket;

    public static BfdListener Open(IpFamily family, bool multiHop) =>
        new(family, multiHop, DatagramSocket.Open(family, multiHop ? BfdPacket.MultiHopPort : BfdPacket.SingleHopPort));

    public void Dispose() => socket.Dispose();
}
