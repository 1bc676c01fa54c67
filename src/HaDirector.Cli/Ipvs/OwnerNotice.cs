using HaDirector.Daemon;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>Tells a running director of a change by hand before it is made, and the hand what the director will do about it.</summary>
internal static class OwnerNotice
{
    private const int ServicesMax = 64; // more are told as any

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Tells the director who is about to change the table, so that its log can name them. Where none runs nothing happens.</summary>
    /// <param name="verb">Of hadirector ipvs.</param>
    /// <param name="services">The services; null is all.</param>
    /// <param name="runDirectory">Of the director.</param>
    public static void Announce(string verb, IEnumerable<ServiceKey>? services, string runDirectory)
    {
        string socket = DirectorOptions.SocketIn(runDirectory);
        ServiceKey[]? told = services?.Distinct().Take(ServicesMax + 1).ToArray();
        if (told is [] || !File.Exists(socket)) return;
        string list = told is { Length: <= ServicesMax } ? string.Concat(told.Select(key => $"&service={Uri.EscapeDataString(key.ToString())}")) : "";
        _ = UnixHttp.TryPost(socket, $"/ipvs-change?verb={verb}{list}", Patience, out _, out _);
    }

    /// <summary>Tells of those among the changed services that a director owns and is there to keep.</summary>
    /// <param name="changed">The services; null is all.</param>
    /// <param name="runDirectory">Of the director.</param>
    /// <param name="errors">Where to.</param>
    public static void Tell(IEnumerable<ServiceKey>? changed, string runDirectory, TextWriter errors)
    {
        IReadOnlySet<ServiceKey> owned = new IpvsOwnership(runDirectory).Keys;
        ServiceKey[] concerned = [.. changed?.Distinct().Where(owned.Contains) ?? owned];
        if (concerned.Length == 0 || !UnixHttp.TryGet(DirectorOptions.SocketIn(runDirectory), "/status", Patience, out _, out _)) return;
        string others = concerned.Length > 1 ? $" and {concerned.Length - 1} more" : "";
        errors.Write($"hadirector: the director that runs here keeps {concerned.Min()}{others} as its file says and will put it back; change the file instead\n");
    }
}
