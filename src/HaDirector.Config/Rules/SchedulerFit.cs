using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>Schedulers that the kernel takes and that do not do what was probably meant.</summary>
internal static class SchedulerFit
{
    /// <summary>Slots of scheduler sh (IP_VS_SH_TAB_SIZE).</summary>
    public const int HashSlots = 256;

    /// <summary>Entries of the table of scheduler mh (a prime below 2^12).</summary>
    public const int MaglevEntries = 4093;

    /// <summary>Connections in a row from wrr to one server that are no matter.</summary>
    public const int BurstMax = 100;

    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Wrong("scheduler") || service.Value.Servers is not { Value.Count: > 0 } servers || servers.Value.Any(server => server.Value.Wrong("weight"))) continue;
            int[] weights = [.. servers.Value.Select(server => server.Value.Weight?.Value ?? ServerTable.DefaultWeight)];
            Spot at = service.Value.Scheduler?.At ?? service.Value.At;
            switch (service.Value.Scheduler?.Value)
            {
                case "wrr": RoundRobin(scope, service.Name, weights, at); break;
                case "sh": Hash(scope, service.Name, weights, at); break;
                case "mh": Maglev(scope, service.Name, weights, at); break;
                case "dh" or "lblc" or "lblcr": Destination(scope, service, at); break;
                case "fo" when weights.Length > 1 && weights.Distinct().Count() == 1:
                    Warn(scope, at, $"fo sends everything to the server of the highest weight, and those of service '{service.Name}' are equal", "give the first choice more weight");
                    break;
                case "ovf" when servers.Value.All(server => server.Value.Weight is null):
                    Warn(scope, at, $"with ovf the weight of a server is its number of connections, and those of service '{service.Name}' take one each", "write the weights");
                    break;
            }
        }
    }

    private static void RoundRobin(RuleScope scope, string service, int[] weights, Spot at)
    {
        int divisor = weights.Aggregate(0, Divisor);
        if (divisor == 0 || weights.Length < 2) return;
        // It begins at the greatest weight and goes down by the common divisor: until it comes to the second there is only the first.
        int[] greatest = [.. weights.OrderDescending().Take(2)];
        int burst = (greatest[0] - greatest[1]) / divisor;
        if (burst <= BurstMax) return;
        Warn(scope, at, $"the common divisor of the weights of service '{service}' is {divisor}, so wrr sends {burst} connections in a row to one server",
            "smaller weights of about the same ratio, or wlc");
    }

    private static void Hash(RuleScope scope, string service, int[] weights, Spot at)
    {
        long sum = weights.Sum(weight => (long)weight);
        if (sum > HashSlots)
            Warn(scope, at, $"sh has {HashSlots} slots, and the weights of service '{service}' want {sum}: the last servers get fewer or none", "smaller weights of the same ratio");
    }

    private static void Maglev(RuleScope scope, string service, int[] weights, Spot at)
    {
        if (weights.Length > MaglevEntries)
            scope.Findings.Error(DiagnosticCodes.SchedulerFit, at, $"mh has {MaglevEntries} entries, and service '{service}' has {weights.Length} servers", "another scheduler");
    }

    private static void Destination(RuleScope scope, Entry<ServiceDraft> service, Spot at)
    {
        if (service.Value.Keys is not [var first, ..] || service.Value.Keys.Any(key => key.Value.IsMark || key.Value.Address.Address != first.Value.Address.Address)) return;
        Warn(scope, at, $"{service.Value.Scheduler!.Value.Value} chooses by the destination address, and service '{service.Name}' has only one: one server gets everything",
            "another scheduler, or a firewall mark for many addresses");
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);

    private static void Warn(RuleScope scope, Spot at, string message, string hint) => scope.Findings.Warning(DiagnosticCodes.SchedulerFit, at, message, hint);
}
