using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <content>A server that takes no connections: it drains, or leaves the table; and the one that stands in for all of them.</content>
internal sealed partial class Pool
{
    /// <summary>Whether the sorry server answers.</summary>
    public bool Sorry { get; private set; }

    private void Rest(PoolServer server, Instant now)
    {
        bool wanted = server.Role switch
        {
            ServerRole.Failed or ServerRole.HeldBack => Spec.Policy.OnFailure == FailureAction.Drain,
            ServerRole.Outvoted => server.InTable && Spec.Policy.OnFailure == FailureAction.Drain,
            ServerRole.Draining => true,
            _ => server.InTable,
        };
        server.RampStart = null;
        // A weight of 0 in the file, or asked for by the server itself, is where it belongs and nothing that ends.
        bool parked = !server.HasWeight && server.Role == ServerRole.Draining && server.Modes.Strongest.Mode == ServerMode.Ready;
        if (!wanted) (server.InTable, server.Weight, server.DrainStart) = (false, 0, null);
        else if (parked || Spec.Policy.Drain is null) (server.InTable, server.Weight, server.DrainStart) = (true, 0, null);
        else Drain(server, now);
        if (!server.InTable && server.Role == ServerRole.Draining) server.Role = ServerRole.Drained;
        if (server.Role == ServerRole.HeldBack && server.Until is null) server.Until = server.Flap!.HeldUntil;
    }

    // The sorry server comes before the others leave, and leaves after they came: the kernel is told in that order.
    private void DecideSorry(PoolServer sorry, Instant now)
    {
        if (Sorry)
        {
            (sorry.InTable, sorry.DrainStart, sorry.Emptied, sorry.Role) = (true, null, false, ServerRole.Sorry);
            sorry.Weight = WeightRule.Of(Math.Max(1, sorry.Spec.Destination.Weight), _scale, 1);
            return;
        }
        if (sorry.Role == ServerRole.Serving) sorry.Role = ServerRole.Standby;
        if (Spec.Policy.Drain is not null) Drain(sorry, now);
        else (sorry.InTable, sorry.Weight) = (false, 0);
        if (!sorry.InTable && sorry.Role == ServerRole.Draining) sorry.Role = ServerRole.Drained;
    }

    /// <summary>Weight 0 until nobody is left or the time is over; what is not in the table has nothing to drain.</summary>
    private void Drain(PoolServer server, Instant now)
    {
        server.Weight = 0;
        if (!server.InTable) return;
        server.DrainStart ??= now;
        Instant deadline = server.DrainStart.Value + Spec.Policy.Drain!.Value;
        if (server.Emptied || now >= deadline)
        {
            (server.InTable, server.DrainStart, server.Emptied) = (false, null, false);
            return;
        }
        server.Until = deadline;
        WakeAt(deadline);
    }
}
