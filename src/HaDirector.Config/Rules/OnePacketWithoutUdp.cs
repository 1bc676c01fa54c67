using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>Only UDP can be scheduled packet by packet; a firewall mark may carry UDP.</summary>
internal static class OnePacketWithoutUdp
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.OnePacket is not { Value: true } one) continue;
            foreach (Located<ServiceKey> key in service.Value.Keys.Where(key => key.Value.Transport is Transport.Tcp or Transport.Sctp).Take(1))
            {
                scope.Findings.Error(DiagnosticCodes.OnePacketWithoutUdp, one.At,
                    $"one_packet is for UDP; service '{service.Name}' is {key.Value.Transport.ToString().ToLowerInvariant()}");
            }
        }
    }
}
