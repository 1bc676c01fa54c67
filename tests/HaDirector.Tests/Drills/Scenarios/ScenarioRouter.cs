using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Drills.Scenarios;

/// <summary>The words that say what a virtual router is.</summary>
internal static class ScenarioRouter
{
    public static VirtualRouterSpec Default(string name, int index) =>
        new(name, "eth0", (byte)(51 + index), 100, new Centiseconds(100), true, default, Addresses([$"192.0.2.{80 + index}/24"]));

    public static VirtualAddress[] Addresses(ReadOnlySpan<string> words)
    {
        var addresses = new VirtualAddress[words.Length];
        for (int i = 0; i < words.Length; i++) addresses[i] = IpPrefix.TryParse(words[i], out IpPrefix prefix) ? prefix : throw new FormatException($"'{words[i]}' is no address");
        return addresses;
    }

    public static VirtualRouterSpec Apply(VirtualRouterSpec spec, ReadOnlySpan<string> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            spec = words[i] switch
            {
                "on" => spec with { Interface = words[++i] },
                "interval" => spec with { AdvertInterval = new Centiseconds((int)(Duration(words[++i]).Ticks / 100_000)) },
                "version" => spec with { Version = byte.Parse(words[++i]) },
                "priority" => spec with { Priority = byte.Parse(words[++i]) },
                "nopreempt" => spec with { Preempt = false },
                "preempt-delay" => spec with { PreemptDelay = Duration(words[++i]) },
                "startup-delay" => spec with { StartupDelay = Duration(words[++i]) },
                "only-backup" => spec with { OnlyBackup = true },
                "password" => spec with { Password = words[++i] },
                "fence" => spec with { Fence = Enum.Parse<FencePolicy>(words[++i], ignoreCase: true) },
                "strict" => spec with { Profile = VrrpProfile.Strict },
                "address" => spec with { Addresses = Addresses([words[++i]]) },
                _ => throw new FormatException($"'{words[i]}' says nothing about a router"),
            };
        }

        return spec;
    }

    private static TimeSpan Duration(string word) => DurationText.TryParse(word, out TimeSpan duration) ? duration : throw new FormatException($"'{word}' is no duration");
}
