using System.Globalization;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Tracks;

/// <summary>Values and kinds of tracked objects in words, for log and status.</summary>
internal static class TrackWords
{
    /// <summary>"up", "down", "failed" or "unknown"; a file that is there has its number.</summary>
    public static string Of(TrackedObject track, TrackValue value) =>
        !value.Known ? "unknown"
        : value.Failed ? "failed"
        : !value.Up ? "down"
        : track is FileTrack ? value.Number.ToString(CultureInfo.InvariantCulture)
        : "up";

    /// <summary>Kind as the configuration names it.</summary>
    public static string Kind(TrackedObject track) => track switch
    {
        InterfaceTrack => "interface",
        RouteTrack => "route",
        SourceAddressTrack => "source",
        BfdTrack => "bfd",
        RouterTrack => "router",
        ScriptTrack => "script",
        FileTrack => "file",
        ProcessTrack => "process",
        ServiceTrack => "service",
        _ => "",
    };
}
