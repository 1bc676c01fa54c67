using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A packet gets one mark, of the family of its service; a service of its address beside it would never see it, since the kernel looks for marks first.</summary>
internal static class MarkedPackets
{
    private const int Max = 4096;

    private readonly record struct Written(Located<ServiceAddresses> Packets, string Service);

    public static void Check(RuleScope scope)
    {
        Dictionary<(Transport, IpAddress), List<Written>> byAddress = [];
        int count = 0;
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Packets is not { } packets) continue;
            if (service.Value.Mark is null && !service.Value.Wrong("mark"))
                Refuse(scope, packets.At, $"service '{service.Name}' has packets, but no mark to give them", service.Value.Keys.Count == 0 ? "add 'mark'" : "remove 'packets'");
            IpFamily family = service.Value.Family?.Value ?? IpFamily.V4;
            foreach (Located<ServiceAddresses> item in packets.Value)
            {
                if (++count == Max + 1) Refuse(scope, item.At, $"more than {Max} kinds of packets are marked", "ranges of ports");
                if (count > Max) return;
                if (item.Value.Address.Family != family)
                    Refuse(scope, item.At, $"{item.Value.Address} does not fit the family of service '{service.Name}'", family == IpFamily.V4 ? "family: ipv6" : "family: ipv4, or leave it out");
                (Transport, IpAddress) place = (item.Value.Transport, item.Value.Address);
                if (!byAddress.TryGetValue(place, out List<Written>? there)) byAddress[place] = there = [];
                there.Add(new(item, service.Name));
            }
        }

        if (count == 0) return;
        foreach (List<Written> there in byAddress.Values) Overlaps(scope, there);
        Shadowed(scope, byAddress);
    }

    private static void Overlaps(RuleScope scope, List<Written> there)
    {
        Written? widest = null; // of those before, the one that reaches farthest
        foreach (Written next in there.OrderBy(written => written.Packets.Value.First).ThenBy(written => written.Packets.At.Line).ThenBy(written => written.Packets.At.Column))
        {
            if (widest is { } before && next.Packets.Value.First <= before.Packets.Value.Last)
            {
                (Written first, Written second) = IsBefore(before.Packets.At, next.Packets.At) ? (before, next) : (next, before);
                Refuse(scope, second.Packets.At, $"packets of service '{first.Service}' are named again", $"first in line {first.Packets.At.Line}");
            }
            if (widest is null || next.Packets.Value.Last > widest.Value.Packets.Value.Last) widest = next;
        }
    }

    private static void Shadowed(RuleScope scope, Dictionary<(Transport, IpAddress), List<Written>> byAddress)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            Spot? told = null;
            foreach (Located<ServiceKey> key in service.Value.Keys)
            {
                IpEndpoint address = key.Value.Address;
                if (key.Value.IsMark || key.At == told || !byAddress.TryGetValue((key.Value.Transport, address.Address), out List<Written>? there)) continue;
                // Port 0 is what nothing else takes: a mark may have some of it.
                if (there.FindIndex(written => written.Packets.Value.First <= address.Port && address.Port <= written.Packets.Value.Last && address.Port > 0) is var at and >= 0)
                {
                    told = key.At;
                    Refuse(scope, key.At, $"{key.Value} of service '{service.Name}' is marked for service '{there[at].Service}', which would get it all", "remove one of them");
                }
            }
        }
    }

    private static bool IsBefore(Spot a, Spot b) => (a.Line, a.Column).CompareTo((b.Line, b.Column)) < 0;

    private static void Refuse(RuleScope scope, Spot at, string message, string hint) => scope.Findings.Error(DiagnosticCodes.MarkedPackets, at, message, hint);
}
