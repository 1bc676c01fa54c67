using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HaDirector.Benchmarks;

/// <summary>Adverts on the wire as an independent program sees them: tcpdump on the bridge, the kernel's time stamps.</summary>
internal sealed partial class AdvertCapture : IDisposable
{
    public readonly record struct Seen(double Second, string Sender, int VirtualRouterId, int Priority);

    private readonly Process _tcpdump;
    private readonly List<Seen> _seen = [];

    public AdvertCapture(string netns)
    {
        _tcpdump = Process.Start(new ProcessStartInfo(
            "ip", ["netns", "exec", netns, "tcpdump", "-i", "br0", "-n", "-tt", "--time-stamp-precision=nano", "-l", "-B", "8192", "ip proto 112"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _tcpdump.OutputDataReceived += (_, line) => Take(line.Data);
        _tcpdump.ErrorDataReceived += (_, _) => { };
        _tcpdump.BeginOutputReadLine();
        _tcpdump.BeginErrorReadLine();
    }

    public IReadOnlyList<Seen> Stop()
    {
        Thread.Sleep(500);
        Shell.End(_tcpdump);
        _tcpdump.WaitForExit();
        lock (_seen) return [.. _seen];
    }

    public void Dispose()
    {
        Shell.End(_tcpdump);
        _tcpdump.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null || Advert().Match(line) is not { Success: true } m) return;
        lock (_seen)
            _seen.Add(new Seen(double.Parse(m.Groups["t"].Value, CultureInfo.InvariantCulture), m.Groups["from"].Value,
                int.Parse(m.Groups["vrid"].Value, CultureInfo.InvariantCulture), int.Parse(m.Groups["prio"].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"^(?<t>\d+\.\d+) IP (?<from>[\d.]+) > 224\.0\.0\.18: .*vrid (?<vrid>\d+), prio (?<prio>\d+)")]
    private static partial Regex Advert();
}
