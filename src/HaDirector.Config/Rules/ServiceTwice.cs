using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>The kernel has one service per address or mark.</summary>
internal static class ServiceTwice
{
    public static void Check(RuleScope scope)
    {
        Dictionary<ServiceKey, Entry<ServiceDraft>> first = [];
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (Key(service.Value) is not { } key || first.TryAdd(key.Value, service)) continue;
            Entry<ServiceDraft> other = first[key.Value];
            scope.Findings.Error(DiagnosticCodes.ServiceTwice, key.At,
                $"{key.Value} is service '{other.Name}' already", $"first in line {other.At.Line}");
        }
    }

    private static Located<ServiceKey>? Key(ServiceDraft service) =>
        service.Address is { } address ? new(ServiceKey.At(address.Value.Transport, address.Value.Endpoint), address.At)
        : service.Mark is { } mark ? new(ServiceKey.Mark((uint)mark.Value, service.ServiceFamily!.Value), mark.At)
        : null;
}
