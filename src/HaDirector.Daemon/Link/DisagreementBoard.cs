using HaDirector.Engine;
using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Daemon.Link;

/// <summary>Conditions out of what other directors say that does not agree with this one. The VRRP process repeats each as long as it lasts; for the watch thread alone.</summary>
/// <param name="conditions">Where they are shown.</param>
/// <param name="isForeign">Whether the virtual router of a number on an interface is known to be somebody else's.</param>
internal sealed class DisagreementBoard(Conditions conditions, Func<string, byte, bool> isForeign)
{
    // It is repeated each second; one or two may be lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly Dictionary<(string Name, string Subject), Instant> _heard = [];

    /// <summary>Takes a <see cref="LinkMessageKind.Disagreement"/>.</summary>
    public void Heard(in LinkMessage message, Instant now)
    {
        if (message.Code == (byte)Disagreement.Router && isForeign(message.Interface, message.VirtualRouterId)) return;
        (string name, string text) = Of(message);
        string subject = message.Name.Length > 0 ? message.Name : $"{message.Interface}/{message.VirtualRouterId}{(message.Address.IsV4 ? "" : "/ipv6")}";
        if (_heard.Count >= ConditionBoard.Most && !_heard.ContainsKey((name, subject))) return;
        _heard[(name, subject)] = now;
        conditions.Raise(name, subject, text);
    }

    /// <summary>Clears what is not repeated any more.</summary>
    public void Sweep(Instant now)
    {
        if (_heard.Count == 0) return;
        foreach ((string Name, string Subject) over in _heard.Where(e => now - e.Value > Patience).Select(e => e.Key).ToArray())
        {
            _heard.Remove(over);
            conditions.Clear(over.Name, over.Subject);
        }
    }

    private static (string Name, string Text) Of(in LinkMessage message)
    {
        IpAddress who = message.Address;
        return (Disagreement)message.Code switch
        {
            Disagreement.Version => (ConditionCatalogue.VersionMismatch, $"{who} speaks another version of VRRP"),
            Disagreement.Interval => (ConditionCatalogue.IntervalMismatch, $"{who} advertises at another interval than is configured here"),
            Disagreement.Authentication => (ConditionCatalogue.AuthenticationMismatch, $"{who} sends adverts without the password or HMAC that is configured here"),
            Disagreement.Addresses => (ConditionCatalogue.AddressListMismatch, $"{who} advertises other addresses than are configured here"),
            Disagreement.Priority => (ConditionCatalogue.EqualPriorities, $"{who} has the priority of this director"),
            Disagreement.Master => (ConditionCatalogue.TwoMasters, $"{who} is master, and so is this director"),
            _ => (ConditionCatalogue.UnknownVirtualRouter,
                $"{who} advertises virtual router id {message.VirtualRouterId} on {message.Interface}, which is not configured here"),
        };
    }
}
