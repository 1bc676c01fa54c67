using HaDirector.Model;

namespace HaDirector.Engine.Applying;

/// <summary>How far the applying of a plan is.</summary>
public abstract record ApplyState
{
    private ApplyState() { }

    /// <summary>When it goes on though nothing happens.</summary>
    public virtual Instant Deadline => Instant.Never;

    /// <summary>Whether the new plan is in force and may still go back.</summary>
    public bool IsOpen => this is Spreading or Watched or Unconfirmed;

    /// <summary>Nothing is being applied.</summary>
    public sealed record Idle : ApplyState;

    /// <summary>Not everybody follows the new plan yet.</summary>
    public sealed record Spreading(uint Epoch, ApplyTerms Terms, PlanFollowers Missing, Instant Until) : ApplyState
    {
        /// <inheritdoc/>
        public override Instant Deadline => Until;
    }

    /// <summary>Everybody follows it; it is watched for a while.</summary>
    public sealed record Watched(Instant Until) : ApplyState
    {
        /// <inheritdoc/>
        public override Instant Deadline => Until;
    }

    /// <summary>Everybody follows it; it is watched and waits for its confirmation.</summary>
    public sealed record Unconfirmed(TimeSpan Patience, Instant Until) : ApplyState
    {
        /// <inheritdoc/>
        public override Instant Deadline => Until;
    }

    /// <summary>The plan of before is about to be handed out.</summary>
    public sealed record TurningBack(string Reason) : ApplyState;

    /// <summary>Not everybody follows the plan of before again yet.</summary>
    public sealed record Returning(uint Epoch, string Reason, PlanFollowers Missing, Instant Until) : ApplyState
    {
        /// <inheritdoc/>
        public override Instant Deadline => Until;
    }
}
