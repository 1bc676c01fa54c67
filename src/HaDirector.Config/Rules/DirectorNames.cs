using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A map per director names directors of the file, and every one of them where each needs a value.</summary>
internal static class DirectorNames
{
    public static void Check(RuleScope scope)
    {
        // Without a list of directors every name would be a finding; the missing list is one already.
        if (scope.File.Directors is null) return;
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            Check(scope, router.Value.Interface, "interface", complete: true);
            Check(scope, router.Value.Priority, "priority", complete: true);
            Check(scope, router.Value.Unicast?.Value.Peers, "peers", complete: true);
            Check(scope, router.Value.Unicast?.Value.Source, "source", complete: true);
            foreach (Located<VirtualAddressDraft> address in (router.Value.Addresses?.Value ?? []).Concat(router.Value.Excluded?.Value ?? []))
                Check(scope, address.Value.Interface, "interface", complete: true);
            foreach (Located<RouteDraft> route in router.Value.Routes?.Value ?? [])
            {
                Check(scope, route.Value.Via, "via", complete: true);
                Check(scope, route.Value.Interface, "interface", complete: true);
                Check(scope, route.Value.Source, "source", complete: true);
            }
            foreach (Located<RuleDraft> rule in router.Value.Rules?.Value ?? []) Check(scope, rule.Value.Interface, "interface", complete: true);
            foreach (Located<InterfaceUseDraft> use in router.Value.Track?.Value.Interfaces?.Value ?? []) Check(scope, use.Value.Name, "name", complete: true);
            foreach (Located<SourceAddressUseDraft> use in router.Value.Track?.Value.SourceAddresses?.Value ?? [])
                Check(scope, use.Value.Address, "address", complete: true);
        }
        foreach (Entry<BfdDraft> session in scope.File.Bfd?.Value ?? [])
        {
            Check(scope, session.Value.Peer, "peer", complete: true);
            Check(scope, session.Value.Local, "local", complete: true);
            Check(scope, session.Value.Interface, "interface", complete: true);
        }
        HashSet<Spot> judged = []; // servers take over what the service's check says
        foreach ((CheckDraft check, _, _) in scope.Checks)
        {
            if (check.Source is { } source && judged.Add(source.At)) Check(scope, check.Source, "source", complete: false);
            if (check.Interface is { } device && judged.Add(device.At)) Check(scope, check.Interface, "interface", complete: false);
        }
        foreach (Located<ForeignRouterDraft> foreign in scope.File.ForeignRouters?.Value ?? []) Check(scope, foreign.Value.Interface, "interface", complete: true);
        Check(scope, scope.File.ConnectionSync?.Value.Interface, "interface", complete: true);
        Check(scope, scope.File.Control?.Value.Metrics, "metrics", complete: false);
    }

    private static void Check<T>(RuleScope scope, Located<PerDirector<T>>? value, string key, bool complete)
    {
        if (value is not { } written || written.Value.IsShared) return;
        foreach (Entry<Located<T>> entry in written.Value.Each)
        {
            if (scope.Directors.Contains(entry.Name)) continue;
            string hint = Nearest.Name(entry.Name, scope.Directors) is { } near
                ? $"did you mean '{near}'?"
                : "directors are " + string.Join(", ", scope.Directors);
            scope.Findings.Error(DiagnosticCodes.UnknownDirector, entry.At, $"{Findings.Quote(entry.Name)} is none of the directors", hint);
        }
        if (!complete) return;
        foreach (string director in scope.Directors)
        {
            if (written.Value.On(director) is null)
                scope.Findings.Error(DiagnosticCodes.NoValueForDirector, written.At, $"'{key}' has no value for director '{director}'");
        }
    }
}
