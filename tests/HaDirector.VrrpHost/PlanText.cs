using System.Globalization;
using HaDirector.Bfd;
using HaDirector.Config;
using HaDirector.Daemon.Link;
using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpHost;

/// <summary>
/// A plan as tests write it. A file that begins with <c># director NAME</c> is a configuration file, loaded as that director. Else it is one router
/// a line: name interface id priority centiseconds preempt|nopreempt address/length[@interface][!label]... and options (peer=SESSION, version=2, ...);
/// or one BFD session: bfd name interface|- peer milliseconds multiplier [passive]; without an interface it is multihop.
/// </summary>
internal static class PlanText
{
    private const string Director = "# director ";

    public static RealTimePlan Read(string text) => text.StartsWith(Director, StringComparison.Ordinal)
        ? Configured(text, text[Director.Length..text.IndexOf('\n', StringComparison.Ordinal)].Trim())
        : Listed([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))]);

    private static RealTimePlan Listed(string[][] lines) =>
        new(0, [.. lines.Where(words => words[0] != "bfd").Select(Router)]) { Sessions = [.. lines.Where(words => words[0] == "bfd").Select(Session)] };

    private static RealTimePlan Configured(string text, string director)
    {
        LoadResult loaded = ConfigFile.Load(text, "plan", director);
        return loaded.Plan is { } plan ? RealTimePlans.From(plan, ready: true) : throw new FormatException(string.Join('\n', loaded.Diagnostics));
    }

    private static VirtualRouterSpec Router(string[] words)
    {
        VirtualRouterSpec spec = new(
            words[0],
            words[1],
            byte.Parse(words[2], CultureInfo.InvariantCulture),
            byte.Parse(words[3], CultureInfo.InvariantCulture),
            new Centiseconds(int.Parse(words[4], CultureInfo.InvariantCulture)),
            words[5] == "preempt",
            ChecksumForm.Rfc5798,
            [.. words[6..].Where(word => !word.Contains('=')).Select(Address)]);
        return words[6..].Where(word => word.Contains('=')).Select(word => word.Split('=', 2)).Aggregate(spec, (so, option) => Set(so, option[0], option[1]));
    }

    private static VirtualRouterSpec Set(VirtualRouterSpec spec, string option, string value) => option switch
    {
        "peer" => spec with { PeerSession = value, OnlyBackup = true }, // of a pair
        "version" => spec with { Version = byte.Parse(value, CultureInfo.InvariantCulture) },
        "password" => spec with { Password = value },
        "source" => spec with { Source = IpAddress.Parse(value) },
        "to" => spec with { Peers = [.. value.Split(',').Select(peer => new UnicastPeer(IpAddress.Parse(peer)))] },
        "hops" => spec with { Peers = [.. spec.Peers.Select(peer => peer with { HopLimitMin = byte.Parse(value, CultureInfo.InvariantCulture) })] },
        "excluded" => spec with { Excluded = [.. value.Split(',').Select(Address)] },
        "pace" => spec with { Announce = spec.Announce with { Pace = Milliseconds(value) } },
        "refresh" => spec with { Announce = spec.Announce with { Refresh = Milliseconds(value) } },
        "only-backup" => spec with { OnlyBackup = value == "yes" },
        "put-back" => spec with { PutBack = value == "yes" },
        "vmac" => spec with { VirtualMac = new VirtualMacSpec(value) },
        "route" => spec with { Routes = [.. spec.Routes, new VirtualRoute(Address(value).Prefix)] },
        "rule" => spec with { Rules = [.. spec.Rules, new VirtualRule(spec.Family, uint.Parse(value, CultureInfo.InvariantCulture))] },
        _ => throw new FormatException(option),
    };

    // address/length[@interface][!label]
    private static VirtualAddress Address(string text)
    {
        string[] labelled = text.Split('!'), placed = labelled[0].Split('@');
        if (!IpPrefix.TryParse(placed[0], out IpPrefix prefix)) throw new FormatException(text);
        return new VirtualAddress(prefix) { Interface = placed.ElementAtOrDefault(1), Label = labelled.ElementAtOrDefault(1) };
    }

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));

    private static BfdSpec Session(string[] words)
    {
        TimeSpan interval = TimeSpan.FromMilliseconds(int.Parse(words[4], CultureInfo.InvariantCulture));
        bool multiHop = words[2] == "-";
        return new BfdSpec(
            words[1], IpAddress.Parse(words[3]), default, multiHop ? "" : words[2], interval, interval, byte.Parse(words[5], CultureInfo.InvariantCulture))
        {
            MultiHop = multiHop,
            HopLimitMin = multiHop ? (byte)254 : (byte)255,
            Passive = words is [.., "passive"],
        };
    }
}
