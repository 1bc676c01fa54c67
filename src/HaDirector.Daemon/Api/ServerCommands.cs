using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>Commands on servers: what is asked, done, and said about it.</summary>
/// <param name="services">Does them.</param>
/// <param name="plan">The plan in force.</param>
internal sealed class ServerCommands(ServiceLoop services, Func<Plan> plan)
{
    /// <summary>Longest time a command may be for.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromDays(31);

    /// <summary>Does one, and says what was done or why not.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="server">ADDRESS or ADDRESS:PORT.</param>
    /// <param name="mode">"drain", "ready" or "maintenance".</param>
    /// <param name="duration">For how long, with a unit; null is until it is asked otherwise.</param>
    /// <param name="text">One line for people.</param>
    public bool TryDo(string service, string server, string mode, string? duration, out string text)
    {
        ServerMode? asked = mode switch
        {
            "drain" => ServerMode.Drain,
            "ready" => ServerMode.Ready,
            "maintenance" => ServerMode.Maintenance,
            _ => null,
        };
        TimeSpan time = default;
        if (asked is not { } wanted)
        {
            text = "a server is asked to drain, to be ready, or for maintenance";
            return false;
        }
        if (duration is not null && (!DurationText.TryParse(duration, out time) || time <= TimeSpan.Zero || time > DurationMax))
        {
            text = $"'{duration}' is no duration such as 30m, at most {DurationText.Format(DurationMax)}";
            return false;
        }
        if (ServerName.Find(plan(), service, server, out text) is not { } address) return false;

        CommandOutcome outcome = services.Command(service, address, wanted, duration is null ? null : time);
        string until = duration is null ? "" : $" for {DurationText.Format(time)}";
        text = outcome switch
        {
            CommandOutcome.Done => wanted switch
            {
                ServerMode.Ready => $"server {address} of {service} takes part again as its checks say",
                ServerMode.Drain => $"server {address} of {service} drains{until}: no new connections, those it has go on",
                _ => $"server {address} of {service} is in maintenance{until}: no new connections, and its failures are no alarm",
            },
            _ => $"service '{service}' has just lost server {address} by a reload",
        };
        return outcome == CommandOutcome.Done;
    }
}
