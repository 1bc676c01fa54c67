using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>
/// Who waits for another must not be waited for by it: once in fault, neither would come back. The routers of a sync group are one here, because the
/// fault of one is that of all.
/// </summary>
internal static class TrackCircles
{
    private enum Seen : byte
    {
        OnTheWay = 1,
        Done,
    }

    private readonly record struct Link(string From, string To, Spot At);

    public static void Check(RuleScope scope)
    {
        var fates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Entry<IReadOnlyList<Located<string>>> group in scope.File.SyncGroups?.Value ?? [])
            foreach (Located<string> member in group.Value) fates.TryAdd(member.Value, $"group {group.Name}");
        foreach (Entry<VirtualRouterDraft> router in scope.Routers) fates.TryAdd(router.Name, $"router {router.Name}");

        ILookup<string, Link> links = Links(scope).Where(link => fates.ContainsKey(link.To)).ToLookup(link => fates[link.From]);
        var seen = new Dictionary<string, Seen>(StringComparer.Ordinal);
        foreach (Entry<VirtualRouterDraft> router in scope.Routers) Follow(scope, fates[router.Name], fates, links, seen);
    }

    // A router that tracks itself is told so by its name.
    private static IEnumerable<Link> Links(RuleScope scope) =>
        from router in scope.Routers
        from use in router.Value.Track?.Value.Routers?.Value ?? []
        where use.Value.Name is { } name && name.Value != router.Name
        select new Link(router.Name, use.Value.Name!.Value.Value, use.Value.Name.Value.At);

    // Depth first with a stack of its own: the file decides how deep it goes. Each circle is found once, at the track that closes it.
    private static void Follow(RuleScope scope, string start, Dictionary<string, string> fates, ILookup<string, Link> links, Dictionary<string, Seen> seen)
    {
        if (!seen.TryAdd(start, Seen.OnTheWay)) return;
        var way = new Stack<(string Fate, IEnumerator<Link> Links)>([(start, links[start].GetEnumerator())]);
        while (way.TryPeek(out (string Fate, IEnumerator<Link> Links) last))
        {
            if (!last.Links.MoveNext())
            {
                seen[last.Fate] = Seen.Done;
                way.Pop();
                continue;
            }

            Link link = last.Links.Current;
            string next = fates[link.To];
            if (seen.TryAdd(next, Seen.OnTheWay)) way.Push((next, links[next].GetEnumerator()));
            else if (seen[next] == Seen.OnTheWay) Refuse(scope, link, [.. way.Reverse().SkipWhile(step => step.Fate != next).Select(step => step.Links.Current)]);
        }
    }

    private static void Refuse(RuleScope scope, Link closing, IReadOnlyList<Link> circle)
    {
        string text = string.Join(", ", circle.Select(link => $"'{link.From}' tracks '{link.To}'"));
        bool ofGroup = circle.Count == 1 || circle.Zip(circle.Skip(1).Append(circle[0])).Any(pair => pair.First.To != pair.Second.From);
        scope.Findings.Error(DiagnosticCodes.TrackCircle, closing.At, $"virtual routers wait for each other: {text}{(ofGroup ? ", and a sync group makes them one" : "")}",
            ofGroup ? "remove this track: routers of a group share one fate anyway" : "remove this track, or write a sync group");
    }
}
