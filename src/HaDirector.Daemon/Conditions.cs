using HaDirector.Engine;
using Serilog;

namespace HaDirector.Daemon;

/// <summary>The condition board as all loops share it: one lock, and a log line when a condition begins and ends.</summary>
internal sealed class Conditions(ILogger log)
{
    private readonly Lock _gate = new();
    private readonly ConditionBoard _board = new();

    /// <summary>What is wrong now, oldest first.</summary>
    public IReadOnlyList<Condition> Now
    {
        get
        {
            lock (_gate) return _board.Now;
        }
    }

    /// <summary>Raises a condition of the catalogue, or renews its message.</summary>
    public void Raise(string name, string subject, string message)
    {
        Condition condition = ConditionCatalogue.Make(name, subject, message, DateTimeOffset.UtcNow);
        lock (_gate)
        {
            if (!_board.Raise(condition)) return;
        }
        log.Warning("condition {Name}{Subject}: {Message}. {Advice}", name, Shown(subject), message, condition.Advice);
    }

    /// <summary>Clears a condition if it stands.</summary>
    public void Clear(string name, string subject = "")
    {
        lock (_gate)
        {
            if (!_board.Clear(name, subject)) return;
        }
        log.Information("condition {Name}{Subject} is over", name, Shown(subject));
    }

    /// <summary>Raises or clears.</summary>
    public void Set(bool wrong, string name, string subject, string message)
    {
        if (wrong) Raise(name, subject, message);
        else Clear(name, subject);
    }

    private static string Shown(string subject) => subject.Length == 0 ? "" : $" ({subject})";
}
