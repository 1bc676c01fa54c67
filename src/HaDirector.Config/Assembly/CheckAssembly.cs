using HaDirector.Config.Language.Checks;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Assembly;

/// <summary>Checks as written to their specs. Equal ones are one object: thousands of servers share a kind, and services share checks.</summary>
/// <param name="here">This director.</param>
internal sealed class CheckAssembly(Here here)
{
    private readonly Dictionary<KindDraft, CheckKind> _made = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CheckKind, CheckKind> _kinds = [];
    private readonly Dictionary<CheckSpec, CheckTree.One> _checks = [];
    private readonly Dictionary<uint, (IpAddress Server, Forwarding Forwarding)> _marks = [];

    /// <summary>What decides about a server; null is nothing.</summary>
    public CheckTree? Tree(CheckDraft? draft, IpEndpoint server, Forwarding forwarding, ServiceKey service)
    {
        if (draft is null) return null;
        if (draft.Kinds is [var kind, ..]) return Check(draft, kind.Value, server, forwarding, service);
        ValueList<CheckTree> parts = [.. draft.Parts.Select(part => Tree(CheckMerge.Part(draft, part.Value), server, forwarding, service)!)];
        return draft.All is null ? new CheckTree.Any(parts) : new CheckTree.All(parts);
    }

    private CheckTree.One Check(CheckDraft draft, KindDraft kind, IpEndpoint server, Forwarding forwarding, ServiceKey service)
    {
        bool through = draft.Via?.Value == CheckVia.VirtualAddress;
        int port = kind.TakesPort ? draft.Port?.Value ?? server.Port : 0;
        CheckSpec spec = new(
            Kind(kind),
            new IpEndpoint(draft.Address?.Value ?? (through ? service.Address.Address : server.Address), (ushort)port),
            draft.Interval?.Value ?? CheckTable.DefaultInterval,
            draft.Timeout?.Value ?? CheckTable.DefaultTimeout,
            draft.Rise?.Value ?? CheckTable.DefaultRise,
            draft.Fall?.Value ?? CheckTable.DefaultFall)
        {
            FastInterval = draft.FastInterval?.Value,
            SlowInterval = draft.SlowInterval?.Value,
            JitterPercent = draft.Jitter?.Value ?? 0,
            Route = new CheckRoute(
                draft.Source?.Value.On(here.Name)?.Value ?? (through ? here.Address : null), // on the master the kernel would choose the virtual address itself
                here.On(draft.Interface),
                through ? ProbePaths.MarkOf(server.Address, forwarding, _marks) : (uint)(draft.Mark?.Value ?? 0)),
        };
        if (!_checks.TryGetValue(spec, out CheckTree.One? known)) _checks.Add(spec, known = new CheckTree.One(spec));
        return known;
    }

    private CheckKind Kind(KindDraft draft)
    {
        if (_made.TryGetValue(draft, out CheckKind? made)) return made;
        made = draft.Make(here.Name);
        if (_kinds.TryGetValue(made, out CheckKind? equal)) made = equal;
        else _kinds.Add(made, made);
        _made.Add(draft, made);
        return made;
    }
}
