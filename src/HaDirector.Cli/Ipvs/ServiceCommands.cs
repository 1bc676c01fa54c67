using System.CommandLine;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;

namespace HaDirector.Cli.Ipvs;

/// <summary>hadirector ipvs add-service, edit-service, delete-service.</summary>
internal static class ServiceCommands
{
    private const uint DefaultPersistence = 300; // seconds; the configuration's own

    private static readonly string[] FlagNames = ["fallback", "port"];

    public static Command Add() => Changing("add-service", "Add a service without servers.", edit: false);

    public static Command Edit() => Changing("edit-service", "Change what is named of a service; the rest of it stays, and so do its connections.", edit: true);

    public static Command Delete()
    {
        Argument<ServiceKey> service = IpvsSession.ServiceArgument();
        Command command = new("delete-service", "Delete a service with its servers.") { service, IpvsSession.RunDirectory };
        command.SetAction(parsed => IpvsSession.Change(parsed, _ => new IpvsadmCommand.Change(new IpvsChange.RemoveService(parsed.GetValue(service)))));
        return command;
    }

    private static Command Changing(string name, string description, bool edit)
    {
        Argument<ServiceKey> service = IpvsSession.ServiceArgument();
        Option<string?> scheduler = new("--scheduler") { Description = $"How servers are chosen: {string.Join(", ", Schedulers.All.Select(s => s.Name))}.", HelpName = "NAME" };
        Option<string?> flags = new("--scheduler-flags") { Description = "Of sh and mh: fallback, port, both with a comma, or none.", HelpName = "FLAGS" };
        Option<string?> persistence = new("--persistence") { Description = "How long a client stays with its server, such as 300s, or none.", HelpName = "DURATION" };
        Option<byte?> granularity = new("--granularity") { Description = "Bits of the client address that make one client.", HelpName = "BITS" };
        Option<string?> engine = new("--engine") { Description = "What sticks instead of the client address: sip, or none.", HelpName = "NAME" };
        Option<bool?> onePacket = new("--one-packet") { Description = "Schedule each UDP packet alone." };
        Command command = new(name, description) { service, scheduler, flags, persistence, granularity, engine, onePacket, IpvsSession.RunDirectory };
        command.SetAction(parsed => IpvsSession.Change(parsed, kernel =>
        {
            ServiceKey key = parsed.GetValue(service);
            byte whole = key.Family == IpFamily.V4 ? (byte)32 : (byte)128;
            ServiceSpec? spec = new("wlc", ServiceFlags.None, 0, whole);
            if (edit && (spec = IpvsSession.Find(kernel, key)?.Spec) is null) return null;
            if (parsed.GetValue(scheduler) is { } chosen) spec = spec with { Scheduler = chosen };
            if (spec.Scheduler.Length is 0 or > Schedulers.MaxNameLength) return IpvsSession.Refuse($"a scheduler's name has 1 to {Schedulers.MaxNameLength} letters");
            if (Flags(parsed.GetValue(flags), ref spec) is { } badFlags) return IpvsSession.Refuse(badFlags);
            if (Persistence(parsed.GetValue(persistence), parsed.GetValue(granularity), parsed.GetValue(engine), whole, ref spec) is { } bad) return IpvsSession.Refuse(bad);
            if (parsed.GetValue(onePacket) is { } one) spec = spec with { Flags = one ? spec.Flags | ServiceFlags.OnePacket : spec.Flags & ~ServiceFlags.OnePacket };
            if (!key.IsMark && key.Address.Port == 0 && !spec.Flags.HasFlag(ServiceFlags.Persistent)) return IpvsSession.Refuse("port 0 is every port and needs --persistence");
            if (spec.Flags.HasFlag(ServiceFlags.OnePacket) && !key.IsMark && key.Transport != Transport.Udp) return IpvsSession.Refuse("--one-packet is for UDP");
            return new IpvsadmCommand.Change(edit ? new IpvsChange.EditService(key, spec) : new IpvsChange.AddService(key, spec));
        }));
        return command;
    }

    private static string? Flags(string? text, ref ServiceSpec spec)
    {
        if (text is null) return null;
        ServiceFlags flags = ServiceFlags.None;
        foreach (string flag in text == "none" ? [] : text.Split(','))
        {
            if (!FlagNames.Contains(flag)) return $"'{flag}' is no flag: there are {string.Join(" and ", FlagNames)}";
            flags |= flag == "port" ? ServiceFlags.SchedulerPort : ServiceFlags.SchedulerFallback;
        }

        spec = spec with { Flags = (spec.Flags & ~(ServiceFlags.SchedulerFallback | ServiceFlags.SchedulerPort | ServiceFlags.SchedulerThird)) | flags };
        return null;
    }

    private static string? Persistence(string? time, byte? granularity, string? engine, byte whole, ref ServiceSpec spec)
    {
        if (time == "none") spec = spec with { Flags = spec.Flags & ~ServiceFlags.Persistent, PersistenceSeconds = 0, PersistenceEngine = null };
        else if (time is not null)
        {
            if (!DurationText.TryParse(time, out TimeSpan duration)) return $"--persistence: '{time}' is no duration such as 300s";
            if (duration.TotalSeconds is < 1 or > 2_678_400 || duration.Milliseconds != 0) return "--persistence is whole seconds, at most 31 days";
            spec = spec with { Flags = spec.Flags | ServiceFlags.Persistent, PersistenceSeconds = (uint)duration.TotalSeconds };
        }
        else if ((granularity is not null || engine is not null and not "none") && !spec.Flags.HasFlag(ServiceFlags.Persistent))
            spec = spec with { Flags = spec.Flags | ServiceFlags.Persistent, PersistenceSeconds = DefaultPersistence };
        if (granularity > whole) return $"--granularity is at most {whole}";
        if (granularity is { } bits) spec = spec with { PersistencePrefixLength = bits };
        if (engine is not null) spec = spec with { PersistenceEngine = engine == "none" ? null : engine };
        return null;
    }
}
