using HaDirector.Linux.Interop;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>
/// Asks and tells the kernel about addresses and interfaces (rtnetlink). The kernel works inside the send call, so the answer is there
/// when it returns. Allocates nothing after construction. For one thread.
/// </summary>
public sealed unsafe partial class RouteSocket : IDisposable
{
    private const int AnswerBytes = 64 * 1024;
    private const int DatagramsMax = 4096; // of one dump

    private readonly Descriptor _descriptor;
    private readonly byte[] _request = GC.AllocateArray<byte>(RouteRequest.SizeMax, pinned: true);
    private readonly byte[] _answer = GC.AllocateUninitializedArray<byte>(AnswerBytes, pinned: true);
    private uint _sequence;

    /// <summary>Opens the socket in the calling thread's network namespace.</summary>
    public RouteSocket()
    {
        _descriptor = NetlinkRoute.Open(groups: 0);
        // Short acknowledgements, and filters of dumps that are obeyed.
        _ = Libc.SetSocketOption(_descriptor.Number, Libc.SolNetlink, Libc.NetlinkCapAck, 1);
        _ = Libc.SetSocketOption(_descriptor.Number, Libc.SolNetlink, Libc.NetlinkGetStrictCheck, 1);
    }

    /// <summary>Adds an address with a lifetime, or renews the lifetime.</summary>
    /// <returns>0, or the error number.</returns>
    public int SetAddress(int interfaceIndex, IpPrefix address, byte protocol, uint lifetimeSeconds) =>
        SetAddress(interfaceIndex, new AddressRequest(address, protocol, lifetimeSeconds) { Preferred = true });

    /// <summary>Adds an address, or gives the one that is there a new lifetime and owner.</summary>
    /// <returns>0, or the error number.</returns>
    public int SetAddress(int interfaceIndex, in AddressRequest address)
    {
        NetlinkWriter writer = new(_request);
        RouteRequest.SetAddress(ref writer, ++_sequence, interfaceIndex, address);
        return Transact(writer.Written);
    }

    /// <summary>Removes an address.</summary>
    /// <returns>0, or the error number: EADDRNOTAVAIL (99) when it was not there, ENODEV (19) without the interface.</returns>
    public int DeleteAddress(int interfaceIndex, IpPrefix address)
    {
        NetlinkWriter writer = new(_request);
        RouteRequest.DeleteAddress(ref writer, ++_sequence, interfaceIndex, address);
        return Transact(writer.Written);
    }

    /// <summary>Sets an interface up or down.</summary>
    /// <returns>0, or the error number.</returns>
    public int SetUp(int interfaceIndex, bool up)
    {
        NetlinkWriter writer = new(_request);
        LinkRequest.SetUp(ref writer, ++_sequence, interfaceIndex, up);
        return Transact(writer.Written);
    }

    /// <summary>Sets whether the port of a bridge forwards frames; its carrier stays.</summary>
    /// <returns>0, or the error number: EBUSY (16) under spanning tree, ENETDOWN (100) without a carrier.</returns>
    public int SetForwarding(int interfaceIndex, bool forwarding)
    {
        NetlinkWriter writer = new(_request);
        BridgePortState state = forwarding ? BridgePortState.Forwarding : BridgePortState.Disabled;
        LinkRequest.SetPortState(ref writer, ++_sequence, interfaceIndex, state);
        return Transact(writer.Written);
    }

    /// <summary>Finds an interface by name; false when there is none.</summary>
    public bool TryFindLink(ReadOnlySpan<char> name, out LinkRecord link)
    {
        link = default;
        return TryAskForLink(name, out ReadOnlySpan<byte> told) && LinkRecord.TryRead(told, out link);
    }

    /// <summary>Lists addresses in the kernel's order.</summary>
    /// <param name="family">Family.</param>
    /// <param name="interfaceIndex">One interface, or 0 for all.</param>
    /// <param name="found">Where the first ones go.</param>
    /// <param name="protocol">Only those that belong to this protocol, or 0 for all.</param>
    /// <returns>How many were put there; -1 when the kernel refused.</returns>
    public int ListAddresses(IpFamily family, int interfaceIndex, Span<AddressRecord> found, byte protocol = 0)
    {
        NetlinkWriter writer = new(_request);
        RouteRequest.DumpAddresses(ref writer, ++_sequence, family, interfaceIndex);
        if (!TrySend(writer.Written)) return -1;
        int count = 0;
        for (int i = 0; i < DatagramsMax; i++)
        {
            int length = Receive();
            if (length <= 0) return -1;
            MessageReader messages = new(_answer.AsSpan(0, length));
            while (messages.Next())
            {
                if (messages.Sequence != _sequence) continue;
                if (messages.Type == MessageType.Done) return count;
                if (messages.Type == MessageType.Error) return -1;
                if (messages.Type != RouteMessage.NewAddress || !AddressRecord.TryRead(messages.Body, out AddressRecord record)) continue;
                if (interfaceIndex != 0 && record.InterfaceIndex != interfaceIndex) continue; // a kernel that does not know the filter
                if (protocol != 0 && record.Protocol != protocol) continue;
                if (count < found.Length) found[count++] = record;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private bool TryAskForLink(ReadOnlySpan<char> name, out ReadOnlySpan<byte> told)
    {
        told = default;
        NetlinkWriter writer = new(_request);
        RouteRequest.GetLink(ref writer, ++_sequence, name);
        if (!TrySend(writer.Written)) return false;
        int length = Receive();
        if (length <= 0) return false;
        MessageReader messages = new(_answer.AsSpan(0, length));
        while (messages.Next())
        {
            if (messages.Sequence != _sequence || messages.Type != RouteMessage.NewLink) continue;
            told = messages.Body;
            return true;
        }

        return false;
    }

    private int Transact(ReadOnlySpan<byte> request)
    {
        if (!TrySend(request)) return Libc.LastError;
        while (true)
        {
            int length = Receive();
            if (length <= 0) return length == 0 ? Errno.EPIPE : Libc.LastError;
            MessageReader messages = new(_answer.AsSpan(0, length));
            while (messages.Next())
            {
                if (messages.Sequence != _sequence || messages.Type != MessageType.Error || messages.Body.Length < 4) continue;
                return -BitConverter.ToInt32(messages.Body);
            }
        }
    }

    private bool TrySend(ReadOnlySpan<byte> request)
    {
        fixed (byte* first = request)
        {
            return Libc.Send(_descriptor.Number, first, (nuint)request.Length, Libc.MsgDontWait) == request.Length;
        }
    }

    private int Receive()
    {
        fixed (byte* first = _answer)
        {
            return (int)Libc.Receive(_descriptor.Number, first, AnswerBytes, Libc.MsgDontWait);
        }
    }
}
