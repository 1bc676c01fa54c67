using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Assembly;

/// <summary>A service as written to its specs.</summary>
internal static class ServiceAssembly
{
    public static VirtualServiceSpec Service(Entry<ServiceDraft> entry)
    {
        ServiceDraft draft = entry.Value;
        ServiceKey key = draft.Address is { } address
            ? ServiceKey.At(address.Value.Transport, address.Value.Endpoint)
            : ServiceKey.Mark((uint)draft.Mark!.Value.Value, draft.ServiceFamily!.Value);
        CheckKind? ownKind = draft.Check is { } check ? Kind(check.Value) : null;
        RealServerSpec[] servers = [.. draft.Servers!.Value.Value.Select(s => Server(s.Value, draft, key, ownKind))];
        return new(entry.Name, key, Spec(draft, key), new ServicePolicy { OnFailure = draft.OnFailure?.Value ?? FailureAction.Drain }, servers);
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
        return new(draft.Scheduler?.Value ?? ServiceTable.DefaultScheduler, flags, seconds, prefix);
    }

    private static RealServerSpec Server(ServerDraft server, ServiceDraft service, ServiceKey key, CheckKind? serviceKind)
    {
        ServerAddress address = server.Address!.Value.Value;
        IpEndpoint endpoint = new(address.Address, address.Port ?? key.Address.Port);
        DestinationSpec destination = new(
            (server.Forwarding ?? service.Forwarding)!.Value.Value,
            server.Weight?.Value ?? ServerTable.DefaultWeight,
            (uint)(server.UpperThreshold?.Value ?? 0),
            (uint)(server.LowerThreshold?.Value ?? 0));
        CheckDraft? check = CheckMerge.Over(service.Check?.Value, server.Check?.Value);
        if (check is null) return new(endpoint, destination, null);
        // Thousands of servers share the service's kind.
        CheckKind kind = server.Check is null ? serviceKind! : Kind(check);
        return new(endpoint, destination, new CheckSpec(
            kind,
            new IpEndpoint(endpoint.Address, (ushort)(check.Port?.Value ?? endpoint.Port)),
            check.Interval?.Value ?? CheckTable.DefaultInterval,
            check.Timeout?.Value ?? CheckTable.DefaultTimeout,
            check.Rise?.Value ?? CheckTable.DefaultRise,
            check.Fall?.Value ?? CheckTable.DefaultFall));
    }

    private static CheckKind Kind(CheckDraft check)
    {
        if (check.Http?.Value is not { } http) return new TcpCheck();
        StatusRange status = http.Status?.Value ?? HttpTable.DefaultStatus;
        return HttpCheck.Get(http.Path?.Value ?? HttpTable.DefaultPath, http.Host?.Value, status.From, status.To, http.Body?.Value);
    }
}
