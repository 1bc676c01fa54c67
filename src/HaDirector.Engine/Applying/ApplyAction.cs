namespace HaDirector.Engine.Applying;

/// <summary>What is to be done about a plan that is being applied.</summary>
public abstract record ApplyAction
{
    private ApplyAction() { }

    /// <summary>Tell who asked that it is in force and waits for its confirmation.</summary>
    public sealed record Await : ApplyAction;

    /// <summary>It stays: write its file to where the next start reads it, and tell.</summary>
    public sealed record Keep(bool Confirmed) : ApplyAction;

    /// <summary>Hand the plan of before to everybody and say so with <see cref="ApplyEvent.Returning"/>.</summary>
    public sealed record GoBack(string Reason) : ApplyAction;

    /// <summary>The plan of before is in force again: tell. <paramref name="Silent"/> did not say so in time.</summary>
    public sealed record Returned(string Reason, PlanFollowers Silent) : ApplyAction;

    /// <summary>Another plan is in force: tell.</summary>
    public sealed record GiveUp : ApplyAction;
}
