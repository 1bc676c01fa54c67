namespace HaDirector.Engine.Applying;

/// <summary>What happens to a plan that is being applied.</summary>
public abstract record ApplyEvent
{
    private ApplyEvent() { }

    /// <summary>It was handed to everybody under this number.</summary>
    public sealed record Begun(uint Epoch, ApplyTerms Terms) : ApplyEvent;

    /// <summary>Somebody follows the plan of this number, or a later one.</summary>
    public sealed record Reached(PlanFollowers Who, uint Epoch) : ApplyEvent;

    /// <summary>The guard saw what the change does not explain.</summary>
    public sealed record Tripped(string Reason) : ApplyEvent;

    /// <summary>Somebody says that it is good.</summary>
    public sealed record Confirmed : ApplyEvent;

    /// <summary>Somebody wants the plan of before back.</summary>
    public sealed record Withdrawn(string Reason) : ApplyEvent;

    /// <summary>The file in place was loaded again and is in force instead.</summary>
    public sealed record Superseded : ApplyEvent;

    /// <summary>The plan of before was handed to everybody under this number.</summary>
    public sealed record Returning(uint Epoch) : ApplyEvent;

    /// <summary>Time passed.</summary>
    public sealed record Ticked : ApplyEvent;
}
