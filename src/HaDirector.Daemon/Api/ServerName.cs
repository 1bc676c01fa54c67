using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>A server of a service by the names people give them.</summary>
internal static class ServerName
{
    /// <summary>Names listed when none is near.</summary>
    private const int Shown = 8;

    /// <summary>Whether ADDRESS or ADDRESS:PORT means this server.</summary>
    public static bool Means(string name, IpEndpoint server) =>
        IpAddress.TryParse(name, out IpAddress address) ? address == server.Address : IpEndpoint.TryParse(name, out IpEndpoint endpoint) && endpoint == server;

    /// <summary>Finds it; null with a sentence when there is none, or more than one.</summary>
    public static IpEndpoint? Find(Plan plan, string service, string server, out string reason)
    {
        reason = "";
        if (plan.Services.FirstOrDefault(s => s.Name == service) is not { } found)
        {
            reason = $"there is no service '{service}'{Hint(service, [.. plan.Services.Select(s => s.Name)])}";
            return null;
        }
        RealServerSpec[] all = [.. found.Servers, .. found.Policy.SorryServer is { } sorry ? new[] { sorry } : []];
        IpEndpoint[] meant = [.. all.Select(s => s.Address).Where(address => Means(server, address))];
        if (meant.Length == 1) return meant[0];
        string[] names = [.. (meant.Length > 1 ? meant : all.Select(s => s.Address)).Select(address => address.ToString())];
        reason = meant.Length > 1
            ? $"service '{service}' has several servers of address {server}: say which of {string.Join(", ", names.Take(Shown))}"
            : $"service '{service}' has no server '{server}'{Hint(server, names)}";
        return null;
    }

    private static string Hint(string written, string[] known)
    {
        if (known.Length == 0) return "";
        return Nearest.Name(written, known) is { } near
            ? $" (did you mean '{near}'?)"
            : $" (there is {string.Join(", ", known.Take(Shown))}{(known.Length > Shown ? ", ..." : "")})";
    }
}
