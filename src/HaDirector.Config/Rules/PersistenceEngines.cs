using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>The one persistence engine there is looks into SIP over UDP; for anything else the kernel would find nothing to go by. A firewall mark may carry UDP.</summary>
internal static class PersistenceEngines
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Persistence?.Value.Engine is not { } engine) continue;
            if (service.Value.Keys.All(key => key.Value.Transport is Transport.Udp or Transport.None)) continue;
            scope.Findings.Error(DiagnosticCodes.PersistenceEngine, engine.At,
                $"persistence engine {engine.Value} is for UDP; service '{service.Name}' has other addresses", "remove 'engine'");
        }
    }
}
