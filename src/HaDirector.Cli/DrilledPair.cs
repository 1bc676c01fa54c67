using System.Diagnostics.CodeAnalysis;
using HaDirector.Config;
using HaDirector.Drills;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Vrrp;

namespace HaDirector.Cli;

/// <summary>What a drill needs to know of a configuration.</summary>
internal static class DrilledPair
{
    /// <summary>Reads a configuration of two directors, a virtual router, and a TCP and a UDP service at its first address.</summary>
    public static bool TryRead(string file, [NotNullWhen(true)] out DrillSubject? subject, out string why)
    {
        subject = null;
        try
        {
            return TryMake(File.ReadAllBytes(file), file, out subject, out why);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = e.Message;
            return false;
        }
    }

    private static bool TryMake(byte[] content, string file, [NotNullWhen(true)] out DrillSubject? subject, out string why)
    {
        subject = null;
        if (ConfigFile.Load(content, file, null).Plan is not { } plan) return Fail($"{file} is refused: hadirector check {file} says why", out why);
        if (plan.Directors.Count != 2) return Fail($"{file} has {plan.Directors.Count} directors, a drill needs two", out why);
        List<(DirectorSeat Seat, VirtualRouterSpec Router)> seats = [];
        foreach (DirectorSpec director in plan.Directors)
        {
            if (director.Address is not { } address) return Fail($"{file} gives no address for director {director.Name}", out why);
            if (ConfigFile.Load(content, file, director.Name).Plan?.VirtualRouters is not [{ } router, ..]) return Fail($"{file} has no virtual router", out why);
            seats.Add((new DirectorSeat(director.Name, address, router.Priority), router));
        }
        seats.Sort((a, b) => b.Seat.Priority.CompareTo(a.Seat.Priority));

        VirtualRouterSpec master = seats[0].Router;
        if (Service(plan, Transport.Tcp, master) is not { } tcp) return Fail($"{file} has no TCP service at the first virtual address", out why);
        if (Service(plan, Transport.Udp, master) is not { } udp) return Fail($"{file} has no UDP service at the first virtual address", out why);
        why = "";
        subject = new DrillSubject(
            seats[0].Seat, seats[1].Seat, master.VirtualRouterId, master.Addresses[0].Address, master.AdvertInterval.ToTimeSpan(),
            Port(tcp), Port(udp),
            tcp.Servers[0].Check?.Checks.First() is { } check ? new CheckTiming(check.Interval, check.Timeout, check.Fall) : null);
        return true;
    }

    // The drill brings its own servers, so a port that it knows is better than one where something else listens already.
    private static VirtualServiceSpec? Service(Plan plan, Transport transport, VirtualRouterSpec router) => plan.Services
        .Where(service => service.Key.Transport == transport && service.Key.Address.Address == router.Addresses[0].Address && service.Servers.Count > 0)
        .OrderBy(service => service.Key.Address.Port is DrillScript.TcpPort or DrillScript.UdpPort ? 0 : 1)
        .FirstOrDefault();

    private static ServicePort Port(VirtualServiceSpec service) =>
        new(service.Key.Address.Port, service.Servers[0].Address.Port, service.Servers.Count);

    private static bool Fail(string reason, out string why)
    {
        why = reason;
        return false;
    }
}
