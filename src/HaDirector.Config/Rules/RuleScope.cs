using HaDirector.Config.Assembly;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
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

    private IReadOnlyList<WrittenCheck>? _checks; // many rules look at them, and finding them goes through all servers

    /// <summary>All rules, in the order of the diagnostics' codes.</summary>
    public static readonly IReadOnlyList<Rule> All =
    [
        VirtualRouterIdTwice.Check, EqualPriorities.Check, VirtualAddressTwice.Check, TooManyAddresses.Check, RouterFamily.Check,
        DirectorNames.Check, DirectorNotInFile.Check, ConnectionSyncComplete.Check,
        ServiceTwice.Check, AddressNotHeld.Check, PortZero.Check, AddressOrMark.Check, OnePacketWithoutUdp.Check,
        CheckTimes.Check, Thresholds.Check, MetricsOnVirtualAddress.Check, MixedFamilies.Check, BodyPatterns.Check,
        ServerPorts.Check, ServerTwice.Check, SchedulerFlags.Check, CheckKinds.Check, CheckPorts.Check, Granularity.Check,
        VersionLimits.Check, UnicastPeers.Check, OwnerTracked.Check, NamesKnown.Check, StrictProfile.Check, HmacKeys.Check, SyncGroups.Check,
        BfdSessions.Check, NamesOfInstances.Check, RouteFamilies.Check, Scripts.Check, TrackCircles.Check, OwnersInGroups.Check, ForeignRouters.Check,
        CheckFiles.Check, CheckIntervals.Check, CheckRoutes.Check, CheckPaths.Check, Quorums.Check, SorryServers.Check, BackupServers.Check, HoldTimes.Check,
        Tunnels.Check, PersistenceEngines.Check, ServiceGroups.Check, SchedulerFit.Check, MarkedPackets.Check, Masquerades.Check,
        VirtualAddressReach.Check, InterfaceMissing.Check,
    ];

    /// <summary>Every check as it takes effect: the service's, the sorry server's, each that a server changes, and the parts of all and any.</summary>
    public IReadOnlyList<WrittenCheck> Checks => _checks ??= [.. FindChecks()];

    private IEnumerable<WrittenCheck> FindChecks()
    {
        foreach (Entry<ServiceDraft> service in Services)
        {
            CheckDraft? own = service.Value.Check?.Value;
            foreach (WrittenCheck check in Parts(service.Value, own, inherits: false)) yield return check;
            foreach (WrittenCheck check in Parts(service.Value, service.Value.SorryServer?.Value.Check?.Value, inherits: false)) yield return check;
            foreach (Located<ServerDraft> server in service.Value.Servers?.Value ?? [])
            {
                if (server.Value.Check is not { } written) continue;
                bool inherits = own is not null && written.Value.Ways == 0;
                foreach (WrittenCheck check in Parts(service.Value, CheckMerge.Over(own, written.Value), inherits)) yield return check;
            }
        }
    }

    private static IEnumerable<WrittenCheck> Parts(ServiceDraft service, CheckDraft? check, bool inherits)
    {
        if (check is null) yield break;
        yield return new(check, service, inherits);
        foreach (Located<CheckDraft> part in check.Parts)
            foreach (WrittenCheck inside in Parts(service, CheckMerge.Part(check, part.Value), inherits)) yield return inside;
    }
}

/// <summary>A check as it takes effect.</summary>
/// <param name="Check">The check, with what it takes over from around it.</param>
/// <param name="Service">Service it is of.</param>
/// <param name="Inherits">Whether what it tries is written around it, and judged there.</param>
internal readonly record struct WrittenCheck(CheckDraft Check, ServiceDraft Service, bool Inherits);
