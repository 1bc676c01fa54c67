using System.Globalization;
using HaDirector.Config;
using HaDirector.Daemon.Link;
using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpHost;

/// <summary>
/// A plan as tests write it. A file that begins with <c># director NAME</c> is a configuration file, loaded as that director. Else it is one router
/// a line: name interface id priority centiseconds preempt|nopreempt address/length...
/// </summary>
internal static class PlanText
{
    private const string Director = "# director ";

    public static RealTimePlan Read(string text) => text.StartsWith(Director, StringComparison.Ordinal)
        ? Configured(text, text[Director.Length..text.IndexOf('\n', StringComparison.Ordinal)].Trim())
        : new RealTimePlan(0, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Router(line.Split(' ')))]);

    private static RealTimePlan Configured(string text, string director)
    {
        LoadResult loaded = ConfigFile.Load(text, "plan", director);
        return loaded.Plan is { } plan ? RealTimePlans.From(plan, ready: true) : throw new FormatException(string.Join('\n', loaded.Diagnostics));
    }

    private static VirtualRouterSpec Router(string[] words) => new(
        words[0],
        words[1],
        byte.Parse(words[2], CultureInfo.InvariantCulture),
        byte.Parse(words[3], CultureInfo.InvariantCulture),
        new Centiseconds(int.Parse(words[4], CultureInfo.InvariantCulture)),
        words[5] == "preempt",
        ChecksumForm.Rfc5798,
        [.. words[6..].Select(word => IpPrefix.TryParse(word, out IpPrefix address) ? new VirtualAddress(address) : throw new FormatException(word))]);
}
