using HaDirector.Health;

namespace HaDirector.Engine.Pools;

/// <content>What the servers add up to: backups, quorum, panic.</content>
internal sealed partial class Pool
{
    /// <summary>Whether failed servers are used.</summary>
    public bool Panic { get; private set; }

    private int WeightUp { get; set; }

    private int Backups { get; set; }

    // Backups fill in as far as the others do not reach the quorum; then the quorum is counted.
    private void Weigh()
    {
        int up = 0, unknown = 0, unknownBackups = 0;
        foreach (PoolServer server in _servers)
        {
            if (server.Role == ServerRole.Unchecked && server.Spec.Backup) unknownBackups += server.Votes;
            else if (server.Role == ServerRole.Unchecked) unknown += server.Votes;
            else if (server.Role == ServerRole.Serving && !server.Spec.Backup) up += server.Votes;
        }

        int expected = up == 0 ? 0 : up + unknown;
        _filling = expected < (_filling ? _rule.Gain : _rule.Minimum);
        Backups = 0;
        foreach (PoolServer server in _servers)
        {
            if (!server.Spec.Backup || server.Role != ServerRole.Serving) continue;
            if (_filling && expected < _rule.Gain)
            {
                expected += server.Votes;
                up += server.Votes;
                Backups++;
            }
            else server.Role = ServerRole.Standby;
        }
        WeightUp = up;
        Quorum = _rule.Next(Quorum, up, unknown + unknownBackups);
    }

    private bool IsPanic()
    {
        if (Spec.Policy.PanicPercent <= 0) return false;
        int good = 0, bad = 0;
        foreach (PoolServer server in _servers)
        {
            if (server.Spec.Backup) continue;
            if (server.Role is ServerRole.Serving or ServerRole.Unchecked) good++;
            else if (server.Role is ServerRole.Failed or ServerRole.HeldBack && CanPanic(server)) bad++;
        }
        return bad > 0 && good * 100 < Spec.Policy.PanicPercent * (good + bad);
    }

    private static bool CanPanic(PoolServer server) => server.HasWeight && !server.Spec.Backup && server.Modes.Strongest.Mode == ServerMode.Ready;

    private void Change(ServerRole from, ServerRole to)
    {
        foreach (PoolServer server in _servers)
            if (server.Role == from && (to != ServerRole.Panic || CanPanic(server)) && server.HasWeight) server.Role = to;
    }
}
