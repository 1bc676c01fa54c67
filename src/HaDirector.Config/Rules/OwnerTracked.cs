using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>The owner's priority is 255 and does not move (RFC 9568 section 5.2.4).</summary>
internal static class OwnerTracked
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            if (router.Value.Priority is not { } priority || router.Value.Track?.Value is not { } track) continue;
            if (!scope.Directors.Any(d => priority.Value.On(d) is { Value: VirtualRouterSpec.OwnerPriority })) continue;
            foreach ((TrackUseDraft use, Spot at) in Uses(track))
            {
                if (use.Weight?.Value is null or 0 && !(track.Files?.Value ?? []).Any(f => f.Value == use)) continue;
                scope.Findings.Error(DiagnosticCodes.OwnerTracked, use.Weight?.At ?? at,
                    $"priority 255 of virtual router '{router.Name}' cannot be moved by a weight", "write a priority under 255, or weight: 0");
                break;
            }
        }
    }

    /// <summary>Everything a router tracks.</summary>
    public static IEnumerable<(TrackUseDraft Use, Spot At)> Uses(TrackDraft track)
    {
        return Each(track.Interfaces).Concat(Each(track.Routes)).Concat(Each(track.SourceAddresses)).Concat(Each(track.Bfd))
            .Concat(Each(track.Routers)).Concat(Each(track.Services)).Concat(Each(track.Scripts)).Concat(Each(track.Files)).Concat(Each(track.Processes));

        static IEnumerable<(TrackUseDraft, Spot)> Each<T>(Located<IReadOnlyList<Located<T>>>? list)
            where T : TrackUseDraft => (list?.Value ?? []).Select(u => ((TrackUseDraft)u.Value, u.At));
    }
}
