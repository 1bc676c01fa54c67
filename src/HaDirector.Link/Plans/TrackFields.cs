using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Link.Plans;

/// <summary>The fields of a tracked object; of those that the director process looks at, only which they are. See <see cref="PlanFields"/>.</summary>
internal static class TrackFields
{
    private const int InterfaceMax = 15;

    private enum Kind : byte
    {
        Interface,
        Route,
        SourceAddress,
        Bfd,
        Router,
        Script,
        File,
        Process,
        Service,
    }

    /// <summary>Nothing, for the decoder.</summary>
    public static TrackedObject Blank { get; } = new FileTrack("", "");

    /// <summary>A tracked object.</summary>
    public static TrackedObject Track(PlanCodec code, TrackedObject track)
    {
        string name = PlanFields.Named(code, "track", track.Name, TrackedObject.NameMax);
        switch (code.Choice("kind", KindOf(track)))
        {
            case Kind.Interface:
                InterfaceTrack? link = track as InterfaceTrack;
                return new InterfaceTrack(name, code.Text("interface", link?.Interface ?? "", 1, InterfaceMax))
                {
                    UpDelay = code.Time("up delay", link?.UpDelay ?? default),
                    DownDelay = code.Time("down delay", link?.DownDelay ?? default),
                };
            case Kind.Route:
                RouteTrack? route = track as RouteTrack;
                return new RouteTrack(name, code.Prefix("destination", route?.Destination ?? default), code.Word("table", route?.Table ?? 0));
            case Kind.SourceAddress:
                return new SourceAddressTrack(name, code.Address("address", (track as SourceAddressTrack)?.Address ?? default));
            case Kind.Bfd:
                return new BfdTrack(name, code.Text("session", (track as BfdTrack)?.Session ?? "", 1, VirtualRouterSpec.NameMax));
            case Kind.Router:
                return new RouterTrack(name, code.Text("router", (track as RouterTrack)?.Router ?? "", 1, VirtualRouterSpec.NameMax));
            case Kind.Script:
                return new ScriptTrack(name, [], default, default);
            case Kind.File:
                return new FileTrack(name, "");
            case Kind.Process:
                return new ProcessTrack(name, "");
            default:
                return new ServiceTrack(name, "", 0);
        }
    }

    private static Kind KindOf(TrackedObject track) => track switch
    {
        InterfaceTrack => Kind.Interface,
        RouteTrack => Kind.Route,
        SourceAddressTrack => Kind.SourceAddress,
        BfdTrack => Kind.Bfd,
        RouterTrack => Kind.Router,
        ScriptTrack => Kind.Script,
        FileTrack => Kind.File,
        ProcessTrack => Kind.Process,
        _ => Kind.Service,
    };
}
