using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp;

namespace HaDirector.Config.Language;

/// <summary>How addresses are announced, as written.</summary>
internal sealed class AnnounceDraft : Draft
{
    public Located<int>? Repeat { get; set; }

    public Located<TimeSpan>? Again { get; set; }

    public Located<TimeSpan>? Refresh { get; set; }

    public Located<TimeSpan>? Pace { get; set; }
}

/// <summary>The keys of virtual_routers.NAME.announce.</summary>
internal static class AnnounceTable
{
    public static readonly MappingShape<AnnounceDraft> Shape = new("virtual_routers.NAME.announce", "a mapping such as { repeat: 5, again: 1s }",
        new Field<AnnounceDraft, int>("repeat", Scalars.Number(1, AnnounceSpec.RepeatMax), (d, v) => d.Repeat = v)
        {
            Default = "5",
            Elsewhere = ["garp_master_repeat"],
            Help = "Rounds of gratuitous ARP (IPv6: unsolicited neighbour advertisements) over all addresses when the router becomes master.",
        },
        new Field<AnnounceDraft, TimeSpan>("again", Scalars.Duration("0s", "1h"), (d, v) => d.Again = v)
        {
            Default = "1s",
            Elsewhere = ["garp_master_delay"],
            Help = "When the rounds are sent once more, for switches that missed the first; 0s is never.",
        },
        new Field<AnnounceDraft, TimeSpan>("refresh", Scalars.Duration("0s", "24h"), (d, v) => d.Refresh = v)
        {
            Default = "0s",
            Elsewhere = ["garp_master_refresh"],
            Help = "How often a round is sent while master; 0s is never.",
        },
        new Field<AnnounceDraft, TimeSpan>("pace", Scalars.Duration("0s", "1s"), (d, v) => d.Pace = v)
        {
            Default = "0s",
            Elsewhere = ["garp_interval", "gna_interval"],
            Help = "Least time between two of these frames on one interface, for switches that drop bursts; 0s is none.",
        });
}
