using HaDirector.Daemon;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>Says when a running director will put back what was changed by hand.</summary>
internal static class OwnerNotice
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

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
