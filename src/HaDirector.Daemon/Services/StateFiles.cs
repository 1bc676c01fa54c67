using System.Text;
using HaDirector.Engine;
using HaDirector.Health;
using Serilog;

namespace HaDirector.Daemon.Services;

/// <summary>What is known of servers, in files that the next start finds: verdicts with their ages, and what was commanded.</summary>
/// <remarks>A file is replaced in one step, so that what is found is whole. One that is damaged all the same costs its knowledge and nothing else.</remarks>
internal sealed class StateFiles(string directory, Conditions conditions, ILogger log)
{
    /// <summary>Name of the file of verdicts.</summary>
    public const string ChecksName = "checks.json";

    /// <summary>Name of the file of commands.</summary>
    public const string CommandsName = "commands";

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock _gate = new();

    /// <summary>The verdicts as they were saved last; null when there are none to be used.</summary>
    public SavedBoard? ReadChecks()
    {
        if (Read(ChecksName, SavedBoard.BytesMax) is not { } text) return null;
        SavedBoard? saved = SavedBoard.Read(text, out string reason);
        if (saved is null) log.Warning("the saved verdicts are of no use, so every server is checked anew: {Reason}", reason);
        return saved;
    }

    /// <summary>What was commanded and has not ended.</summary>
    public IReadOnlyList<SavedCommand> ReadCommands()
    {
        if (Read(CommandsName, SavedCommands.BytesMax) is not { } text) return [];
        IReadOnlyList<SavedCommand> commands = SavedCommands.Parse(Encoding.UTF8.GetString(text), out int rejected);
        if (rejected > 0) log.Warning("{File}: {Lines} lines are no commands", Path.Combine(directory, CommandsName), rejected);
        return commands;
    }

    /// <summary>Saves the verdicts.</summary>
    public void Write(SavedBoard checks) => Write(ChecksName, checks.Write);

    /// <summary>Saves what was commanded.</summary>
    public void Write(IEnumerable<SavedCommand> commands) => Write(CommandsName, file => file.Write(Encoding.UTF8.GetBytes(SavedCommands.Format(commands))));

    private byte[]? Read(string name, int bytesMax)
    {
        string path = Path.Combine(directory, name);
        try
        {
            FileInfo file = new(path);
            if (!file.Exists) return null;
            if (file.Length <= bytesMax) return File.ReadAllBytes(path);
            log.Warning("{File} is longer than {Bytes} bytes and is left alone", path, bytesMax);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning("{File} cannot be read: {Reason}", path, e.Message);
        }
        return null;
    }

    private void Write(string name, Action<Stream> write)
    {
        string path = Path.Combine(directory, name), draft = path + ".new";
        lock (_gate)
        {
            try
            {
                Directory.CreateDirectory(directory);
                FileStreamOptions options = new() { Mode = System.IO.FileMode.Create, Access = FileAccess.Write, UnixCreateMode = FileMode };
                using (FileStream file = new(draft, options))
                {
                    write(file);
                    file.Flush(flushToDisk: true);
                }
                File.Move(draft, path, overwrite: true);
                conditions.Clear(ConditionCatalogue.StateUnwritable, name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                conditions.Raise(ConditionCatalogue.StateUnwritable, name, $"{path}: {e.Message}");
            }
        }
    }
}
