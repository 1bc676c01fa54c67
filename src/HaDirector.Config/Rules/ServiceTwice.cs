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
            Spot? told = null; // ranges that overlap are one finding
            foreach (Located<ServiceKey> key in service.Value.Keys)
            {
                if (first.TryAdd(key.Value, service) || told == key.At) continue;
                Entry<ServiceDraft> other = first[key.Value];
                told = key.At;
                scope.Findings.Error(DiagnosticCodes.ServiceTwice, key.At,
                    $"{key.Value} is service '{other.Name}' already", $"first in line {other.At.Line}");
            }
        }
    }
}
