using HaDirector.Engine.Marks;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <content>The kernel's table as a whole.</content>
public static partial class PlanDiff
{
    private static void Ipvs(IpvsPolicy was, IpvsPolicy now, List<PlanChange> changes)
    {
        Compare(changes, "ipvs", "foreign", was.Foreign, now.Foreign, now.Foreign == ForeignServices.Remove ? Disruption.Drain : Disruption.None);
        Compare(changes, "ipvs", "conn_tab_bits", was.ConnTabBits, now.ConnTabBits, Disruption.None);
        Compare(changes, "ipvs", "timeouts.tcp", Seconds(was.Timeouts.TcpSeconds), Seconds(now.Timeouts.TcpSeconds), Disruption.None);
        Compare(changes, "ipvs", "timeouts.tcp_fin", Seconds(was.Timeouts.TcpFinSeconds), Seconds(now.Timeouts.TcpFinSeconds), Disruption.None);
        Compare(changes, "ipvs", "timeouts.udp", Seconds(was.Timeouts.UdpSeconds), Seconds(now.Timeouts.UdpSeconds), Disruption.None);
        Dictionary<string, string> before = was.Settings.ToDictionary(s => s.Name, s => s.Value), after = now.Settings.ToDictionary(s => s.Name, s => s.Value);
        foreach (string name in before.Keys.Union(after.Keys))
            Compare(changes, "ipvs", "settings." + name, before.GetValueOrDefault(name) ?? "left alone", after.GetValueOrDefault(name) ?? "left alone", Disruption.None);
    }

    private static string Others(VirtualServiceSpec was, VirtualServiceSpec now)
    {
        int came = now.Others.Except(was.Others).Count(), went = was.Others.Except(now.Others).Count();
        return (came, went) switch
        {
            (0, 0) => "order of its addresses changed",
            (_, 0) => Number($"{came} addresses added"),
            (0, _) => Number($"{went} addresses removed"),
            _ => Number($"{came} addresses added, {went} removed"),
        };
    }

    private static string Packets(VirtualServiceSpec was, VirtualServiceSpec now)
    {
        string[] came = [.. now.Packets.Except(was.Packets).Select(Text)], went = [.. was.Packets.Except(now.Packets).Select(Text)];
        return (came, went) switch
        {
            ([], []) => "order of its packets changed",
            (_, []) => "marks " + Few(came),
            ([], _) => "does not mark " + Few(went) + " any more",
            _ => $"marks {Few(came)}, not {Few(went)} any more",
        };

        static string Text(PacketMatch packets)
        {
            string last = packets.Last == packets.First ? "" : Number($"-{packets.Last}");
            return $"{packets.Transport.ToString().ToLowerInvariant()}://{new IpEndpoint(packets.Address, packets.First)}{last}";
        }

        static string Few(string[] all) => all.Length <= 3 ? string.Join(" and ", all) : Number($"{all[0]} and {all.Length - 1} more");
    }

    private static string Port(RealServerSpec server) => server.FollowsPort ? "the service's" : "its own";

    private static string Seconds(uint seconds) => seconds == 0 ? "left alone" : Number($"{seconds}s");
}
