using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>Only UDP can be scheduled packet by packet; a firewall mark may carry UDP.</summary>
internal static class OnePacketWithoutUdp
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.OnePacket is not { Value: true } one || service.Value.Address is not { } address) continue;
            if (address.Value.Transport == Transport.Udp) continue;
            scope.Findings.Error(DiagnosticCodes.OnePacketWithoutUdp, one.At,
                $"one_packet is for UDP; service '{service.Name}' is {address.Value.Transport.ToString().ToLowerInvariant()}");
        }
    }
}
