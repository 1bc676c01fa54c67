using HaDirector.Ipvs;
using HaDirector.Linux.Interop;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Netlink;

/// <content>Reading a part of the table.</content>
public sealed partial class KernelIpvs : IKernelTable, IKernelWalk
{
    /// <inheritdoc/>
    public ServiceStatus? ReadService(ServiceKey key)
    {
        ServiceStatus? found = null;
        void AskOne(ref NetlinkWriter writer, ushort family, uint sequence) => IpvsRequest.AskService(ref writer, family, sequence, key);
        for (int attempt = 1; ; attempt++)
        {
            found = null;
            AnswerReading answer = Exchange(AskOne, body =>
            {
                if (!IpvsReply.TryReadService(body, out ServiceStatus service, out string reason)) return reason;
                found = service;
                return null;
            });
            if (answer is { IsLost: false, End.Errno: Errno.ESRCH }) return null;
            if (IsRead(answer, attempt)) break;
        }

        if (found is null) throw new IOException("read ip_vs: no service in the answer");
        return found with { Destinations = ReadDestinations(key) };
    }

    /// <inheritdoc/>
    public IEnumerable<ServiceStatus?> Walk()
    {
        List<ServiceStatus> services = [];
        for (int attempt = 1; ; attempt++)
        {
            services.Clear();
            AnswerReading answer = Begin(IpvsRequest.DumpServices, body => Take(body, services));
            for (int page = 0; !answer.IsOver && page < DatagramsMax; page++)
            {
                Receive(answer); // the kernel fills a page when the one before is taken
                if (!answer.IsOver) yield return null;
            }

            if (!answer.IsOver) answer.Lose(Errno.EMSGSIZE);
            if (IsRead(answer, attempt)) break;
            yield return null;
        }

        foreach (ServiceStatus service in services) yield return service with { Destinations = ReadDestinations(service.Key) };
    }

    private static string? Take(ReadOnlySpan<byte> body, List<ServiceStatus> services)
    {
        if (!IpvsReply.TryReadService(body, out ServiceStatus service, out string reason)) return reason;
        services.Add(service);
        return null;
    }
}
