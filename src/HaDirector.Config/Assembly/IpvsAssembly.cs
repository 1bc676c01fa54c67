using HaDirector.Config.Language;
using HaDirector.Engine;
using HaDirector.Ipvs;

namespace HaDirector.Config.Assembly;

/// <summary>The treatment of the kernel's table as written, with the settings that the rest of the file needs.</summary>
internal static class IpvsAssembly
{
    public static IpvsPolicy Policy(FileDraft file)
    {
        IpvsPolicyDraft? draft = file.Ipvs?.Value;
        TimeoutsDraft? timeouts = draft?.Timeouts?.Value;
        return new(draft?.Required?.Value ?? false, draft?.RemoveOnStop?.Value ?? true)
        {
            Foreign = draft?.Foreign?.Value ?? ForeignServices.Keep,
            Timeouts = new(Seconds(timeouts?.Tcp?.Value), Seconds(timeouts?.TcpFin?.Value), Seconds(timeouts?.Udp?.Value)),
            ConnTabBits = draft?.ConnTabBits?.Value,
            Settings = Settings(file),
        };
    }

    // In the order of the catalogue, so that equal files make equal plans.
    private static WantedSetting[] Settings(FileDraft file)
    {
        Dictionary<string, WantedSetting> wanted = [];
        foreach (WantedSetting needed in Needed(file)) wanted[needed.Name] = needed;
        if (file.Ipvs?.Value.Settings?.Value is { } written)
            foreach ((string name, var value) in written.Values) wanted[name] = new(name, value.Value, "the configuration says so");
        return [.. IpvsSettings.All.Where(setting => wanted.ContainsKey(setting.Name)).Select(setting => wanted[setting.Name])];
    }

    private static IEnumerable<WantedSetting> Needed(FileDraft file)
    {
        if ((file.Services?.Value ?? []).Any(service => service.Value.Persistence is not null))
            yield return new("expire_quiescent_template", "1", "persistent clients would be sent to failed and drained servers until their persistence ends");
        if ((file.Services?.Value ?? []).Any(service => service.Value.Masquerade?.Value == true))
            yield return new("conntrack", "1", "a service masquerades, and servers would see their clients' own addresses");
        if (file.ConnectionSync?.Value is not { } sync || sync.Mode?.Value == SyncMode.Off) yield break;
        // The default 3 50 sends a connection with its 3rd packet: a shorter one is never on the backup.
        yield return new("sync_threshold", "0 0", "connections would be sent late, those of less than 3 packets never");
        yield return new("sync_refresh_period", "10", "with persistence a record would be sent for every packet");
        yield return new("sync_retries", "1", "a lost record would not be sent again");
    }

    private static uint Seconds(TimeSpan? time) => (uint)(time?.TotalSeconds ?? 0);
}
