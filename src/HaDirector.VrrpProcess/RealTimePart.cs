using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <summary>
/// A concern of the real-time loop besides the routers themselves: it may listen to descriptors, wants to be woken, and acts on routers of its set.
/// Made on a normal thread; once its set is adopted it is the real-time thread's alone, and nothing it does there may allocate or wait.
/// </summary>
internal abstract class RealTimePart : IDisposable
{
    /// <summary>How many descriptors it listens to.</summary>
    public virtual int Descriptors => 0;

    /// <summary>When it wants <see cref="Judge"/> next.</summary>
    public virtual Instant NextDeadline => Instant.Never;

    /// <summary>Writes what it listens to; as many entries as <see cref="Descriptors"/>.</summary>
    public virtual void Listen(Span<PollEntry> entries)
    {
    }

    /// <summary>Its set was adopted: the routers are there.</summary>
    public virtual void Adopted(Instant now)
    {
    }

    /// <summary>The loop woke, and nothing was heard yet: the first of each turn.</summary>
    public virtual void Woke(Instant now)
    {
    }

    /// <summary>Takes all that waits in its descriptors, up to a bound. Called in each turn before any timer is judged.</summary>
    public virtual void Hear(Instant now)
    {
    }

    /// <summary>Does what is due.</summary>
    public virtual void Judge(Instant now)
    {
    }

    /// <summary>Says how it is; about once a second.</summary>
    public virtual void Report()
    {
    }

    /// <summary>The loop ends; the routers resigned already.</summary>
    public virtual void Stop(Instant now)
    {
    }

    /// <summary>Closes what it opened; on a normal thread, when no set has it any more.</summary>
    public virtual void Dispose()
    {
    }
}
