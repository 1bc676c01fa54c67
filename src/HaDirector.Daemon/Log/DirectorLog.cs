using Serilog;
using Serilog.Core;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace HaDirector.Daemon.Log;

/// <summary>Makes the logger of the director process: everything goes to standard output, where the journal or a person reads it.</summary>
internal static class DirectorLog
{
    public static Logger Create(LogFormat format)
    {
        // JOURNAL_STREAM: standard output is the journal (systemd.exec(5)).
        bool underSystemd = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;
        ITextFormatter formatter = format == LogFormat.Json ? new JsonFormatter(renderMessage: true) : new PriorityFormatter(underSystemd);
        Logger console = new LoggerConfiguration().WriteTo.Console(formatter).CreateLogger();
        return new LoggerConfiguration().MinimumLevel.Information().WriteTo.Sink(new QueuedSink(console)).CreateLogger();
    }
}
