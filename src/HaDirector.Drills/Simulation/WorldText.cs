using System.Globalization;
using System.Text;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>What a world is made of, for people.</summary>
public static class WorldText
{
    /// <summary>A heading for its trace.</summary>
    public static string Describe(ulong seed, WorldSpec spec)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"seed {seed}: {spec.Directors} directors, loss {spec.Loss:P0}, duplicates {spec.Duplicate:P0}, ");
        text.Append(CultureInfo.InvariantCulture, $"delay up to {spec.DelayMax.TotalMilliseconds:0.##} ms, timers up to {spec.Lateness.TotalMilliseconds:0.##} ms late, ");
        text.Append(CultureInfo.InvariantCulture, $"healed from {spec.HealAt.TotalSeconds:0.##} s on\n");
        for (int i = 0; i < spec.Directors; i++)
        {
            foreach (VirtualRouterSpec router in spec.Routers[i])
            {
                text.Append(CultureInfo.InvariantCulture, $"  {WorldNames.Director(i)} {router.Name} on {router.Interface}: priority {router.Priority}, ");
                text.Append(CultureInfo.InvariantCulture, $"{router.AdvertInterval}, {(router.Preempts ? "preempt" : "nopreempt")}, fence {router.Fence}{(router.OnlyBackup ? ", only backup" : "")}");
                text.Append(CultureInfo.InvariantCulture, $"{(router.Family == IpFamily.V6 ? ", IPv6" : "")}{(router.Peers.Count > 0 ? ", unicast" : "")}{(router.Hmac is null ? "" : ", hmac")}\n");
            }
        }

        return text.ToString();
    }
}
