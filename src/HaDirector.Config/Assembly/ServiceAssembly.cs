using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Engine.Marks;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Assembly;

/// <summary>Services as written to their specs.</summary>
/// <param name="checks">Makes their checks.</param>
internal sealed class ServiceAssembly(CheckAssembly checks)
{
    public VirtualServiceSpec Service(Entry<ServiceDraft> entry)
    {
        ServiceDraft draft = entry.Value;
        ServiceKey key = draft.Keys[0].Value;
        RealServerSpec[] servers = [.. draft.Servers!.Value.Value.Select(s => Server(s.Value, draft, key, draft.Check?.Value))];
        RealServerSpec? sorry = draft.SorryServer is { } server ? Server(server.Value, draft, key, null) : null;
        return new(entry.Name, key, Spec(draft, key), PolicyAssembly.Policy(draft, sorry), servers)
        {
            Packets = [.. (draft.Packets?.Value ?? []).Select(item => new PacketMatch(item.Value.Transport, item.Value.Address, item.Value.First, item.Value.Last))],
            Masquerade = draft.Masquerade?.Value ?? false,
            Others = draft.Keys.Count == 1 ? [] : [.. draft.Keys.Skip(1).Select(other => other.Value)],
        };
    }

    private static ServiceSpec Spec(ServiceDraft draft, ServiceKey key)
    {
        ServiceFlags flags = ServiceFlags.None;
        foreach (Located<ServiceFlags> flag in draft.SchedulerFlags?.Value ?? []) flags |= flag.Value;
        if (draft.OnePacket?.Value == true) flags |= ServiceFlags.OnePacket;
        byte prefix = key.Family == IpFamily.V4 ? (byte)32 : (byte)128;
        uint seconds = 0;
        if (draft.Persistence?.Value is { } persistence)
        {
            flags |= ServiceFlags.Persistent;
            seconds = (uint)(persistence.Timeout?.Value ?? PersistenceTable.DefaultTimeout).TotalSeconds;
            prefix = (byte)(persistence.Granularity?.Value ?? prefix);
        }
        return new(draft.Scheduler?.Value ?? ServiceTable.DefaultScheduler, flags, seconds, prefix)
        {
            PersistenceEngine = draft.Persistence?.Value.Engine?.Value,
        };
    }

    private RealServerSpec Server(ServerDraft server, ServiceDraft service, ServiceKey key, CheckDraft? check)
    {
        ServerAddress address = server.Address!.Value.Value;
        IpEndpoint endpoint = new(address.Address, address.Port ?? key.Address.Port);
        DestinationSpec destination = new(
            (server.Forwarding ?? service.Forwarding)!.Value.Value,
            server.Weight?.Value ?? ServerTable.DefaultWeight,
            (uint)(server.UpperThreshold?.Value ?? 0),
            (uint)(server.LowerThreshold?.Value ?? 0));
        if (destination.Forwarding == Forwarding.Tunnel && (server.Tunnel ?? service.Tunnel) is { } tunnel) destination = destination with { Tunnel = tunnel.Value.Spec };
        return new(endpoint, destination, checks.Tree(CheckMerge.Over(check, server.Check?.Value), endpoint, destination.Forwarding, key))
        {
            Backup = server.Backup?.Value ?? false,
            FollowsPort = address.Port is null,
        };
    }
}
