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
        return TryAskForLink(name, out ReadOnlySpan<byte> told) && MacvlanRecord.TryRead(told, out record);
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
