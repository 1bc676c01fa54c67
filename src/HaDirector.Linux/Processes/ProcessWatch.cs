using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Processes;

/// <summary>Hears of the end of a process that is not our child, without a race over its number (pidfd).</summary>
public sealed class ProcessWatch : IDisposable
{
    private readonly Descriptor _pidFd;

    /// <summary>Watches the process <paramref name="id"/>; throws when there is none.</summary>
    public ProcessWatch(int id) => _pidFd = Descriptor.Own(Libc.PidFdOpen(id), "pidfd_open " + id);

    /// <summary>Descriptor that becomes readable when the process ends.</summary>
    public int EndDescriptor => _pidFd.Number;

    /// <summary>Whether it has ended. Does not wait.</summary>
    public bool HasEnded
    {
        get
        {
            PollEntry entry = new() { Descriptor = EndDescriptor, Wanted = PollEntry.Readable };
            return Poll.Wait(new Span<PollEntry>(ref entry), 0) > 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pidFd.Dispose();
}
