using HaDirector.Linux;
using HaDirector.Linux.Tracking;
using HaDirector.Model;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Tracks;

/// <summary>Reads all tracked files when the kernel says that something changed beside them, and each second all the same: a link on the way may lead elsewhere.</summary>
internal sealed class FileSource : TrackSource
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly FileNotice _notice = new();
    private readonly (int Track, string Path)[] _files;
    private readonly string[] _directories;
    private Instant _lookAt;

    /// <param name="files">Positions in the plan, and files.</param>
    public FileSource(IEnumerable<(int Track, FileTrack File)> files)
    {
        _files = [.. files.Select(file => (file.Track, file.File.Path))];
        _directories = [.. _files.Select(file => Path.GetDirectoryName(file.Path) ?? "/").Distinct()];
    }

    /// <inheritdoc/>
    public override Instant Turn(Instant now, TrackBoard board)
    {
        if (!_notice.Hear() && now < _lookAt) return _lookAt;
        _lookAt = now + LookEvery;
        _notice.Arm(_directories); // before the look, so that nothing happens between them
        Span<byte> content = stackalloc byte[FileNumber.BytesMax];
        foreach ((int track, string path) in _files)
        {
            int length = SmallFile.Read(path, content);
            board.Set(track, length < 0 ? new TrackValue(true, false) : new TrackValue(true, true, FileNumber.Of(content[..length])), now);
        }

        return _lookAt;
    }

    /// <inheritdoc/>
    public override void Listen(List<PollEntry> entries) => entries.Add(Readable(_notice.Number));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _notice.Dispose();
        base.Dispose();
    }
}
