using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>Whether the body of a message is wanted.</summary>
internal delegate bool BodyFilter(ReadOnlySpan<byte> body);

/// <content>Finding and removing what belongs to us, for whoever cleans up: on a normal thread, it allocates.</content>
public sealed unsafe partial class RouteSocket
{
    private const int RemovedMax = 16384; // of one kind and family; what lies beyond stays

    /// <summary>Removes every route of a protocol, in all tables.</summary>
    /// <returns>How many were removed.</returns>
    public int RemoveRoutes(IpFamily family, byte protocol)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.DumpRoutes(ref writer, ++_sequence, family, protocol);
        return Remove(RouteMessage.DeleteRoute, Collect(writer.Written, RouteMessage.NewRoute, body => RouteEntryRequest.IsRouteOf(protocol, body)));
    }

    /// <summary>Removes every rule of a protocol.</summary>
    /// <returns>How many were removed.</returns>
    public int RemoveRules(IpFamily family, byte protocol)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.DumpRules(ref writer, ++_sequence, family);
        return Remove(RouteMessage.DeleteRule, Collect(writer.Written, RouteMessage.NewRule, body => RouteEntryRequest.IsRuleOf(protocol, body)));
    }

    /// <summary>Every macvlan that carries our mark.</summary>
    public IReadOnlyList<MacvlanRecord> ListOwnMacvlans()
    {
        NetlinkWriter writer = new(_request);
        MacvlanRequest.DumpLinks(ref writer, ++_sequence);
        List<MacvlanRecord> ours = [];
        foreach (byte[] body in Collect(writer.Written, RouteMessage.NewLink, static body => MacvlanRecord.TryRead(body, out MacvlanRecord link) && link.IsOurs))
        {
            if (MacvlanRecord.TryRead(body, out MacvlanRecord record)) ours.Add(record);
        }

        return ours;
    }

    private List<byte[]> Collect(ReadOnlySpan<byte> request, ushort type, BodyFilter wanted)
    {
        List<byte[]> bodies = [];
        if (!TrySend(request)) return bodies;
        for (int i = 0; i < DatagramsMax; i++)
        {
            int length = Receive();
            if (length <= 0) return bodies;
            MessageReader messages = new(_answer.AsSpan(0, length));
            while (messages.Next())
            {
                if (messages.Sequence != _sequence) continue;
                if (messages.Type is MessageType.Done or MessageType.Error) return bodies;
                if (messages.Type == type && bodies.Count < RemovedMax && wanted(messages.Body)) bodies.Add(messages.Body.ToArray());
            }
        }

        return bodies;
    }

    private int Remove(ushort type, List<byte[]> bodies)
    {
        int removed = 0;
        foreach (byte[] body in bodies)
        {
            NetlinkWriter writer = new(new byte[NetlinkWriter.HeaderLength + AttributeReader.Align(body.Length)]);
            RouteEntryRequest.DeleteAsTold(ref writer, ++_sequence, type, body);
            if (Transact(writer.Written) == 0) removed++;
        }

        return removed;
    }
}
