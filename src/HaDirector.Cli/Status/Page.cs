using System.Globalization;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>A page of text for a terminal, or for a file or pipe: then plain ASCII.</summary>
internal static class Page
{
    private const int PlainWidth = 160;

    /// <summary>Renders what <paramref name="write"/> writes.</summary>
    /// <param name="terminal">Colours and line drawing; else plain ASCII without either.</param>
    /// <param name="write">Writes the page.</param>
    /// <param name="plainWidth">Width where there is no terminal.</param>
    public static string Render(bool terminal, Action<IAnsiConsole> write, int plainWidth = PlainWidth)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = terminal ? Math.Max(Console.WindowWidth, 80) : plainWidth;
        console.Profile.Capabilities.Unicode = terminal;
        write(console);
        // Cells are padded to their columns; nobody wants the padding at the end of a line.
        return string.Concat(text.ToString().Split('\n').Select(line => line.TrimEnd() + "\n")).TrimEnd() + "\n";
    }

    /// <summary>What a server or a script said, without characters that could steer a terminal.</summary>
    public static string Plain(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (int i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? '?' : source[i];
    });

    /// <summary>Green, red or yellow.</summary>
    public static string Colour(string verdict) => verdict switch
    {
        "up" => "green",
        "down" => "red",
        _ => "yellow",
    };
}
