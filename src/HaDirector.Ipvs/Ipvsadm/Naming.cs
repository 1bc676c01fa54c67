using System.Globalization;
using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>What rules and listings have in common: how ipvsadm writes addresses, masks and flags.</summary>
public static class Naming
{
    private const ServiceFlags AnyFlag = ServiceFlags.SchedulerFallback | ServiceFlags.SchedulerPort | ServiceFlags.SchedulerThird;
    private const int LongestEndpoint = 59; // ipvsadm's buffer

    /// <summary>Address and port, by name where they have one.</summary>
    public static string Endpoint(IpEndpoint endpoint, Transport transport, INames names)
    {
        string host = names.Host(endpoint.Address) ?? endpoint.Address.ToString();
        string port = names.Port(endpoint.Port, transport) ?? endpoint.Port.ToString(CultureInfo.InvariantCulture);
        string text = endpoint.Address.IsV4 ? $"{host}:{port}" : $"[{host}]:{port}";
        return text.Length > LongestEndpoint ? text[..LongestEndpoint] : text;
    }

    /// <summary>The mask of a persistent service; null when each address is a client of its own.</summary>
    public static string? Mask(ServiceSpec spec, IpFamily family)
    {
        int prefix = spec.PersistencePrefixLength;
        if (family == IpFamily.V6) return prefix < 128 ? prefix.ToString(CultureInfo.InvariantCulture) : null;
        return prefix < 32 ? IpAddress.FromV4(prefix == 0 ? 0 : uint.MaxValue << (32 - prefix)).ToString() : null;
    }

    /// <summary>Flags of the scheduler separated by commas; null when there is none.</summary>
    /// <param name="spec">The service.</param>
    /// <param name="third">Name the third flag of a hash too, which ipvsadm forgets.</param>
    public static string? SchedulerFlags(ServiceSpec spec, bool third = false)
    {
        if ((spec.Flags & AnyFlag) == 0) return null;
        bool named = spec.Scheduler is "sh" or "mh";
        List<string> flags = [];
        if (spec.Flags.HasFlag(ServiceFlags.SchedulerFallback)) flags.Add(named ? spec.Scheduler + "-fallback" : "flag-1");
        if (spec.Flags.HasFlag(ServiceFlags.SchedulerPort)) flags.Add(named ? spec.Scheduler + "-port" : "flag-2");
        if (spec.Flags.HasFlag(ServiceFlags.SchedulerThird) && (!named || third)) flags.Add("flag-3");
        return string.Join(',', flags);
    }
}
