using HaDirector.Engine;

namespace HaDirector.Daemon.Services;

/// <summary>Says loudly what services lack.</summary>
internal sealed class PoolConditions(Conditions conditions)
{
    private static readonly string[] Names =
        [ConditionCatalogue.ServiceEmpty, ConditionCatalogue.QuorumLost, ConditionCatalogue.SorryServer, ConditionCatalogue.Panic];

    /// <summary>Takes how a service stands.</summary>
    public void Follow(in PoolState pool)
    {
        string name = pool.Service;
        // A server that was not checked yet may be up: nothing is said before all are known to be down.
        bool empty = pool is { Healthy: 0, Unchecked: 0, Failed: > 0 };
        conditions.Set(empty, ConditionCatalogue.ServiceEmpty, name, $"all {pool.Servers} servers of service {name} are down");
        conditions.Set(
            pool.Quorum == QuorumStanding.Lost && !empty, ConditionCatalogue.QuorumLost, name,
            $"service {name} has servers of weight {pool.WeightUp} to use, its quorum is {pool.Minimum}");
        conditions.Set(pool.Sorry, ConditionCatalogue.SorryServer, name, $"the sorry server answers for service {name}");
        conditions.Set(pool.Panic, ConditionCatalogue.Panic, name, $"{pool.Failed} of {pool.Servers} servers of service {name} fail, so they are used all the same");
    }

    /// <summary>Forgets a service.</summary>
    public void Clear(string service)
    {
        foreach (string name in Names) conditions.Clear(name, service);
    }
}
