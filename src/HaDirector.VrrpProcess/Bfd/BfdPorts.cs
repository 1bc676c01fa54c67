using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.VrrpProcess.Bfd;

/// <summary>Opens the ports on which BFD is heard. One that another program of this host has is tried again, less and less often. For one normal thread.</summary>
/// <param name="say">Hears what a human should know.</param>
internal sealed class BfdPorts(Action<string> say)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1), RetryMax = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(IpFamily Family, bool MultiHop), int> _refused = [];
    private TimeSpan _wait;

    /// <summary>When <see cref="TryAgain"/> should be called; never while nothing is refused.</summary>
    public Instant RetryAt { get; private set; } = Instant.Never;

    /// <summary>A new plan: whatever was refused may not be needed any more.</summary>
    public void Forget()
    {
        _refused.Clear();
        (RetryAt, _wait) = (Instant.Never, RetryMin);
    }

    /// <summary>Opens a port; null when it is refused.</summary>
    public BfdListener? TryOpen(IpFamily family, bool multiHop)
    {
        if (_refused.ContainsKey((family, multiHop))) return null; // as a moment ago, for another session of the plan
        try
        {
            return BfdListener.Open(family, multiHop);
        }
        catch (LinuxException refused)
        {
            say($"BFD cannot be heard over {(family == IpFamily.V4 ? "IPv4" : "IPv6")}, perhaps another BFD daemon runs here; trying again: {refused.Message}");
            _refused.Add((family, multiHop), refused.Error);
            RetryAt = Clock.Now + _wait;
            return null;
        }
    }

    /// <summary>Why a port is not open, as an error number; 0 when it is.</summary>
    public int WhyRefused(IpFamily family, bool multiHop) => _refused.GetValueOrDefault((family, multiHop));

    /// <summary>Whether one of those that were refused is free now.</summary>
    public bool TryAgain(Instant now)
    {
        if (now < RetryAt) return false;
        _wait = _wait * 2 < RetryMax ? _wait * 2 : RetryMax;
        RetryAt = now + _wait;
        return _refused.Keys.Any(IsFree);
    }

    private static bool IsFree((IpFamily Family, bool MultiHop) port)
    {
        try
        {
            BfdListener.Open(port.Family, port.MultiHop).Dispose();
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }
}
