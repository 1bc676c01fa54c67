using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Tracks;

/// <summary>Looks after one or more tracked objects. Driven by the track loop, on its thread.</summary>
internal abstract class TrackSource : IDisposable
{
    /// <summary>Looks if it is due or something was heard, and puts what it sees on the board.</summary>
    /// <returns>When to come back though nothing is heard.</returns>
    public abstract Instant Turn(Instant now, TrackBoard board);

    /// <summary>Adds the descriptors at which something is heard.</summary>
    public virtual void Listen(List<PollEntry> entries)
    {
    }

    /// <summary>More than up and down about an object; empty when there is nothing to say.</summary>
    public virtual string DetailOf(int track) => "";

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>A descriptor to listen to.</summary>
    protected static PollEntry Readable(int descriptor) => new() { Descriptor = descriptor, Wanted = PollEntry.Readable };
}
