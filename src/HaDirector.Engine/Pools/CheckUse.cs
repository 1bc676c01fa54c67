using HaDirector.Health;

namespace HaDirector.Engine.Pools;

/// <summary>A check, what it concluded, and who goes by it.</summary>
internal sealed class CheckUse(CheckSpec check)
{
    public CheckSpec Check { get; } = check;

    /// <summary>What the check board concluded.</summary>
    public Verdict Told { get; set; }

    /// <summary>What counts: another one while a mass failure is held.</summary>
    public Verdict Counted { get; set; }

    /// <summary>What the server says of itself through this check; each part as it was said last.</summary>
    public ServerAdvice? Advice { get; set; }

    /// <summary>Servers that go by it, each once.</summary>
    public List<(Pool Pool, PoolServer Server)> Users { get; } = [];
}
