namespace HaDirector.Engine;

/// <summary>What is wrong now. Each condition is raised and cleared by whoever watches its cause; name and subject make it one.</summary>
public sealed class ConditionBoard
{
    /// <summary>Most conditions at once; more are counted, not kept.</summary>
    public const int Most = 256;

    private readonly Dictionary<(string Name, string Subject), Condition> _conditions = [];

    /// <summary>Conditions that found no room since start.</summary>
    public long LeftOut { get; private set; }

    /// <summary>What is wrong now, oldest first.</summary>
    public IReadOnlyList<Condition> Now =>
        [.. _conditions.Values.OrderBy(c => c.Since).ThenBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Subject, StringComparer.Ordinal)];

    /// <summary>Raises a condition, or renews its text; one that goes on keeps its first time. True when it is new.</summary>
    public bool Raise(Condition condition)
    {
        (string, string) key = (condition.Name, condition.Subject);
        if (_conditions.TryGetValue(key, out Condition? standing))
        {
            _conditions[key] = condition with { Since = standing.Since };
            return false;
        }
        if (_conditions.Count >= Most)
        {
            LeftOut++;
            return false;
        }
        _conditions.Add(key, condition);
        return true;
    }

    /// <summary>Clears a condition; true when it stood.</summary>
    public bool Clear(string name, string subject = "") => _conditions.Remove((name, subject));
}
