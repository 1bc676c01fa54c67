using System.Security.Cryptography;
using HaDirector.Bfd;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Assembly;

/// <summary>What a director knows of the others: sync groups, BFD sessions, hellos.</summary>
internal static class PairAssembly
{
    private static readonly TimeSpan BfdInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The groups of the file, and one for each router with both families that is in none of them.</summary>
    public static IEnumerable<SyncGroupSpec> Groups(FileDraft file, IReadOnlyList<VirtualRouterSpec> routers)
    {
        HashSet<int> grouped = [];
        foreach (Entry<IReadOnlyList<Yaml.Located<string>>> group in file.SyncGroups?.Value ?? [])
        {
            int[] members = [.. group.Value.SelectMany(member => Positions(routers, member.Value))];
            grouped.UnionWith(members);
            yield return new SyncGroupSpec(group.Name, members);
        }
        foreach (Entry<VirtualRouterDraft> router in file.VirtualRouters?.Value ?? [])
        {
            int[] members = [.. Positions(routers, router.Name)];
            if (members.Length > 1 && !grouped.Contains(members[0])) yield return new SyncGroupSpec(router.Name, members);
        }
    }

    /// <summary>A session as this director has it.</summary>
    public static BfdSpec Session(Entry<BfdDraft> session, Here here)
    {
        BfdDraft draft = session.Value;
        bool multiHop = draft.MultiHop?.Value ?? false;
        // Who names another peer than the director's address is on another network: the kernel knows which source is right there.
        IpAddress peer = Peer(draft, here), local = draft.Local is not null ? here.On(draft.Local) : draft.Peer is null ? here.Address : default;
        TimeSpan interval = draft.Interval?.Value ?? BfdInterval;
        return new BfdSpec(
            session.Name, peer, local.IsSet && local.Family == peer.Family ? local : default, multiHop ? "" : here.On(draft.Interface)!,
            interval, draft.ReceiveInterval?.Value ?? interval, (byte)(draft.Multiplier?.Value ?? 3))
        {
            MultiHop = multiHop,
            HopLimitMin = (byte)(multiHop ? draft.HopLimit?.Value ?? 1 : 255),
            Passive = draft.Passive?.Value ?? false,
        };
    }

    /// <summary>The other end of a session; not set when neither the session nor the directors name it.</summary>
    public static IpAddress Peer(BfdDraft session, Here here) =>
        session.Peer is not null ? here.On(session.Peer) : here.Others is [IpAddress only] ? only : default;

    /// <summary>How the other directors are seen; null when the file gives them no addresses.</summary>
    public static PeerSpec? Peer(PairDraft? pair, Here here, Secrets secrets)
    {
        if (here.Others.Count == 0) return null;
        bool keyed = pair is { Key: not null } or { KeyFile: not null };
        ReadOnlyMemory<byte> key = keyed ? SHA256.HashData(secrets.Of(pair!.Key, pair.KeyFile).Span) : Secrets.KeyOf(here.Directors);
        return new PeerSpec(here.Others, here.Address, (ushort)(pair?.Port?.Value ?? PairTable.DefaultPort), key);
    }

    private static IEnumerable<int> Positions(IReadOnlyList<VirtualRouterSpec> routers, string name)
    {
        for (int i = 0; i < routers.Count; i++)
            if (routers[i].Name == name || routers[i].Name == name + RouterAssembly.SecondName) yield return i;
    }
}
