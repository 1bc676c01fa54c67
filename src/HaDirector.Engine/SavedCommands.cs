using System.Globalization;
using System.Text;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>What was commanded of a server, in the form that outlives the process.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Server">Address and port of the server.</param>
/// <param name="Mode">What was asked, never <see cref="ServerMode.Ready"/>.</param>
/// <param name="Until">When it ends by itself, by the wall clock: the only one that outlives a boot; null is not.</param>
public sealed record SavedCommand(string Service, IpEndpoint Server, ServerMode Mode, DateTimeOffset? Until);

/// <summary>The file of commands: a line for each, MODE ADDRESS:PORT END SERVICE, with - for no end.</summary>
public static class SavedCommands
{
    /// <summary>Larger files are not read, in bytes.</summary>
    public const int BytesMax = 16 << 20;

    /// <summary>More commands are not read.</summary>
    public const int Most = 100_000;

    private const string Head = "# What was commanded of servers, for the next start. Written by hadirector.\n";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The text of the file.</summary>
    public static string Format(IEnumerable<SavedCommand> commands)
    {
        StringBuilder text = new(Head);
        foreach (SavedCommand command in commands)
        {
            string end = command.Until?.ToUniversalTime().ToString(TimeForm, CultureInfo.InvariantCulture) ?? "-";
            text.Append(Word(command.Mode)).Append(' ').Append(command.Server).Append(' ').Append(end).Append(' ').Append(command.Service).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Format"/> writes. Never fails: a line that is no command is counted and commands nothing.</summary>
    /// <param name="text">The file.</param>
    /// <param name="rejected">Lines that were neither command, comment nor blank.</param>
    public static IReadOnlyList<SavedCommand> Parse(ReadOnlySpan<char> text, out int rejected)
    {
        List<SavedCommand> commands = [];
        rejected = 0;
        foreach (ReadOnlySpan<char> raw in text.EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim();
            if (line.IsEmpty || line[0] == '#') continue;
            if (commands.Count < Most && Command(line) is { } command) commands.Add(command);
            else rejected++;
        }
        return commands;
    }

    private static SavedCommand? Command(ReadOnlySpan<char> line)
    {
        string[] words = line.ToString().Split(' ', 4);
        if (words.Length < 4 || !IpEndpoint.TryParse(words[1], out IpEndpoint server)) return null;
        ServerMode? mode = words[0] switch { "drain" => ServerMode.Drain, "maintenance" => ServerMode.Maintenance, _ => null };
        if (mode is null) return null;
        if (words[2] == "-") return new SavedCommand(words[3], server, mode.Value, null);
        return DateTimeOffset.TryParseExact(words[2], TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until)
            ? new SavedCommand(words[3], server, mode.Value, until)
            : null;
    }

    private static string Word(ServerMode mode) => mode == ServerMode.Drain ? "drain" : "maintenance";
}
