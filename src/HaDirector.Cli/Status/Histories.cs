using HaDirector.Cli.Commands;
using HaDirector.Control;
using HaDirector.Linux;

namespace HaDirector.Cli.Status;

/// <summary>The last hour of services, for the margin of a table; an older director that knows none leaves it empty.</summary>
internal sealed class Histories
{
    private readonly Dictionary<string, HistoryReport> _services = [];

    /// <summary>Nothing.</summary>
    public static Histories None { get; } = new();

    /// <summary>All services together; null when there is none.</summary>
    public HistoryReport? Total { get; private init; }

    /// <summary>The history of a service; null when it has none.</summary>
    public HistoryReport? Of(string service) => _services.GetValueOrDefault(service);

    /// <summary>Asks the director that listens on <paramref name="socket"/>, of one service or of all.</summary>
    public static Histories Ask(string socket, string? service)
    {
        string target = $"/history?points={Sparkline.Bars}" + (ChecksVerb.Part("service", service) is { } part ? "&" + part : "");
        if (!UnixHttp.TryGet(socket, target, ControlOptions.Timeout, out byte[] body, out _) || ControlJson.TryReadHistory(body, out _) is not { } list) return None;
        Histories histories = new() { Total = list.Total };
        foreach (HistoryReport history in list.Services) histories._services[history.Service] = history;
        return histories;
    }
}
