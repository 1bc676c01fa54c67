using HaDirector.Model;

namespace HaDirector.Ipvs.Connections;

/// <summary>Connections counted by service, server and state.</summary>
public sealed class ConnectionTally
{
    /// <summary>Most servers of services that are counted each for itself; what is beyond counts in <see cref="Others"/>.</summary>
    public const int RowsMax = 200_000;

    private readonly Dictionary<(ServiceKey? Service, IpEndpoint Server), Row> _rows = [];

    /// <summary>What was counted of one server of one service.</summary>
    /// <param name="Service">The service; null when it is gone or cannot be told.</param>
    /// <param name="Server">The server.</param>
    public sealed record Row(ServiceKey? Service, IpEndpoint Server)
    {
        private readonly Dictionary<string, long> _states = [];

        /// <summary>Connections, templates left out.</summary>
        public long Connections { get; private set; }

        /// <summary>Persistence templates.</summary>
        public long Templates { get; private set; }

        /// <summary>Connections by state, the most first.</summary>
        public IEnumerable<(string State, long Count)> States =>
            _states.Select(s => (s.Key, s.Value)).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal);

        internal void Add(DestinationStatus server)
        {
            Connections += (long)server.Active + server.Inactive;
            Templates += server.Persistent;
            if (server.Active > 0) _states["ACTIVE"] = server.Active;
            if (server.Inactive > 0) _states["INACTIVE"] = server.Inactive;
        }

        internal void Add(in ConnectionEntry entry)
        {
            if (entry.IsTemplate)
            {
                Templates++;
                return;
            }
            Connections++;
            _states[entry.State] = _states.GetValueOrDefault(entry.State) + 1; // states are words of the kernel: some dozens
        }
    }

    /// <summary>Connections and templates of servers beyond the bound.</summary>
    public long Others { get; private set; }

    /// <summary>Everything counted, templates too.</summary>
    public long Total { get; private set; }

    /// <summary>Counts in the order of services, those without one last, then of servers.</summary>
    public IEnumerable<Row> Rows => _rows.Values
        .OrderBy(row => row.Service is null).ThenBy(row => row.Service.GetValueOrDefault()).ThenBy(row => row.Server);

    /// <summary>Counts one.</summary>
    public void Add(in ConnectionEntry entry, ServiceKey? service)
    {
        Total++;
        if (RowOf(service, entry.Server) is { } row) row.Add(entry);
        else Others++;
    }

    /// <summary>Counts what the kernel itself counted of a server of a service; its states are "ACTIVE" (ESTABLISHED) and "INACTIVE" (all others).</summary>
    public void Add(ServiceKey service, DestinationStatus server)
    {
        long held = (long)server.Active + server.Inactive + server.Persistent;
        if (held == 0) return;
        Total += held;
        if (RowOf(service, server.Address) is { } row) row.Add(server);
        else Others += held;
    }

    private Row? RowOf(ServiceKey? service, IpEndpoint server)
    {
        if (_rows.TryGetValue((service, server), out Row? row)) return row;
        if (_rows.Count >= RowsMax) return null;
        _rows.Add((service, server), row = new Row(service, server));
        return row;
    }
}
