using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace HaDirector.Daemon.Log;

/// <summary>
/// One event in one line. Under systemd it begins with the priority in angle brackets (sd-daemon(3)) and leaves the time to the
/// journal; elsewhere with time and level. Line breaks inside become " | ", so that nothing from outside can forge a line.
/// </summary>
internal sealed class PriorityFormatter(bool underSystemd) : ITextFormatter
{
    // l: texts without quotes; j: objects as JSON.
    private readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        if (underSystemd)
            output.Write($"<{Priority(logEvent.Level)}>");
        else
            output.Write($"{logEvent.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture)} {Word(logEvent.Level)} ");
        using StringWriter message = new(CultureInfo.InvariantCulture);
        _message.Format(logEvent, message);
        output.Write(OneLine(message.ToString()));
        if (logEvent.Exception is { } e) output.Write(": " + OneLine(e.ToString()));
        output.Write('\n');
    }

    private static string OneLine(string text)
    {
        string[] lines = text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 1 ? lines[0] : string.Join(" | ", lines);
    }

    // syslog(3): 2 critical, 3 error, 4 warning, 6 informational, 7 debug.
    private static int Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => 2,
        LogEventLevel.Error => 3,
        LogEventLevel.Warning => 4,
        LogEventLevel.Information => 6,
        _ => 7,
    };

    private static string Word(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "fatal",
        LogEventLevel.Error => "error",
        LogEventLevel.Warning => "warn ",
        LogEventLevel.Information => "info ",
        _ => "debug",
    };
}
