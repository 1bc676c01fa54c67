using HaDirector.Config.Assembly;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A rule looks at the whole file and reports; a part that did not bind is null and is passed over.</summary>
internal delegate void Rule(RuleScope scope);

/// <summary>What rules look at.</summary>
internal sealed record RuleScope(FileDraft File, Findings Findings, string? Director, HostFacts? Facts, Secrets Secrets)
{
    /// <summary>The directors' names in the order of the file.</summary>
    public IReadOnlyList<string> Directors { get; } = [.. (File.Directors?.Value ?? []).Select(d => d.Name)];

    public IReadOnlyList<Entry<VirtualRouterDraft>> Routers { get; } = File.VirtualRouters?.Value ?? [];

    public IReadOnlyList<Entry<ServiceDraft>> Services { get; } = File.Services?.Value ?? [];

    /// <summary>The director whose host this is: the named one, or the first for want of a name.</summary>
    public string? Here => Director is null ? (Directors.Count > 0 ? Directors[0] : null) : Directors.Contains(Director) ? Director : null;

    /// <summary>All rules, in the order of the diagnostics' codes.</summary>
    public static readonly IReadOnlyList<Rule> All =
    [
        VirtualRouterIdTwice.Check, EqualPriorities.Check, VirtualAddressTwice.Check, TooManyAddresses.Check, RouterFamily.Check,
        DirectorNames.Check, DirectorNotInFile.Check, ConnectionSyncComplete.Check,
        ServiceTwice.Check, AddressNotHeld.Check, PortZero.Check, AddressOrMark.Check, OnePacketWithoutUdp.Check,
        CheckTimes.Check, Thresholds.Check, MetricsOnVirtualAddress.Check, MixedFamilies.Check, BodyPatterns.Check,
        ServerPorts.Check, ServerTwice.Check, SchedulerFlags.Check, CheckKinds.Check, CheckPorts.Check, Granularity.Check,
        VersionLimits.Check, UnicastPeers.Check, OwnerTracked.Check, NamesKnown.Check, StrictProfile.Check, HmacKeys.Check, SyncGroups.Check,
        BfdSessions.Check, NamesOfInstances.Check, RouteFamilies.Check, Scripts.Check, TrackCircles.Check, OwnersInGroups.Check,
        VirtualAddressReach.Check, InterfaceMissing.Check,
    ];

    /// <summary>Every check as it takes effect: the service's, and each that a server changes.</summary>
    public IEnumerable<(CheckDraft Check, ServiceDraft Service, ServerDraft? Server)> Checks()
    {
        foreach (Entry<ServiceDraft> service in Services)
        {
            if (service.Value.Check is { } own) yield return (own.Value, service.Value, null);
            foreach (Located<ServerDraft> server in service.Value.Servers?.Value ?? [])
            {
                if (server.Value.Check is { } check)
                    yield return (CheckMerge.Over(service.Value.Check?.Value, check.Value)!, service.Value, server.Value);
            }
        }
    }
}
