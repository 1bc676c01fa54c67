using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <content>Macvlan devices.</content>
public sealed unsafe partial class RouteSocket
{
    /// <summary>Finds an interface by name, of whatever kind; false when there is none.</summary>
    public bool TryFindMacvlan(ReadOnlySpan<char> name, out MacvlanRecord record)
    {
        record = default;
        NetlinkWriter writer = new(_request);
        RouteRequest.GetLink(ref writer, ++_sequence, name);
        if (!TrySend(writer.Written)) return false;
        int length = Receive();
        if (length <= 0) return false;
        MessageReader messages = new(_answer.AsSpan(0, length));
        while (messages.Next())
        {
            if (messages.Sequence == _sequence && messages.Type == RouteMessage.NewLink) return MacvlanRecord.TryRead(messages.Body, out record);
        }

        return false;
    }

    /// <summary>Makes a macvlan in bridge mode, down.</summary>
    /// <returns>0, or the error number: EEXIST (17) when the name is taken.</returns>
    public int MakeMacvlan(ReadOnlySpan<char> name, int lowerIndex, HardwareAddress hardware)
    {
        NetlinkWriter writer = new(_request);
        MacvlanRequest.Make(ref writer, ++_sequence, name, lowerIndex, hardware);
        return Transact(writer.Written);
    }

    /// <summary>Marks a macvlan as ours; the kernel derives no IPv6 address for it from then on.</summary>
    /// <returns>0, or the error number.</returns>
    public int OwnMacvlan(int interfaceIndex)
    {
        NetlinkWriter writer = new(_request);
        MacvlanRequest.Own(ref writer, ++_sequence, interfaceIndex);
        return Transact(writer.Written);
    }

    /// <summary>Removes an interface.</summary>
    /// <returns>0, or the error number: ENODEV (19) when there is none.</returns>
    public int DeleteLink(int interfaceIndex)
    {
        NetlinkWriter writer = new(_request);
        MacvlanRequest.Delete(ref writer, ++_sequence, interfaceIndex);
        return Transact(writer.Written);
    }
}
