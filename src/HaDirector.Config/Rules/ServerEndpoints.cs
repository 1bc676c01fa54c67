using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>Under which ports of a service a server's address may be another.</summary>
internal static class ServerEndpoints
{
    /// <summary>The first port of a service (0 for a mark), and those others that a server names: elsewhere no two servers meet that do not meet here.</summary>
    public static IReadOnlyCollection<ushort> Ports(ServiceDraft service)
    {
        ushort first = service.Keys.Count == 0 ? (ushort)0 : service.Keys[0].Value.Address.Port;
        if (service.Keys.Count < 2) return [first];
        HashSet<ushort> named = [.. (service.Servers?.Value ?? []).Select(server => server.Value.Address?.Value.Port).OfType<ushort>()];
        if (service.SorryServer?.Value.Address?.Value.Port is { } sorry) named.Add(sorry);
        named.IntersectWith(service.Keys.Select(key => key.Value.Address.Port));
        return [first, .. named.Where(port => port != first).Order()];
    }
}
