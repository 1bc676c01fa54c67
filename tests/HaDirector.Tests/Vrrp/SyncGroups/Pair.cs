using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.SyncGroups;

/// <summary>Two directors with one sync group, and a network for each member that carries an advert in a millisecond.</summary>
internal sealed class Pair
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);

    private readonly PriorityQueue<Action, (Instant, int)> _events = new();
    private readonly HashSet<int> _cut = [];
    private int _sequence;

    /// <summary>Makes a pair; <paramref name="priorities"/> has a row for each director and a column for each member.</summary>
    public Pair(byte[][] priorities, Func<VirtualRouterSpec, VirtualRouterSpec>? change = null)
    {
        Directors = [.. priorities.Select((row, index) => new Director(index, [.. row.Select((priority, member) => (change ?? (s => s))(Spec(member, priority)))], Send))];
    }

    public Director[] Directors { get; }

    public Director A => Directors[0];

    public Director B => Directors[1];

    public Instant Now { get; private set; } = new(1_000_000_000);

    public int Adverts { get; private set; }

    public void Start(int director) => Directors[director].Start(Now);

    /// <summary>Cuts or mends the network of a member, or of all (-1).</summary>
    public void Cut(int member, bool cut = true)
    {
        foreach (int i in member < 0 ? Enumerable.Range(0, A.Members.Length) : [member]) _ = cut ? _cut.Add(i) : _cut.Remove(i);
    }

    public void Run(double seconds, Action? always = null)
    {
        Instant end = Now + TimeSpan.FromSeconds(seconds);
        while (true)
        {
            Instant arrives = _events.TryPeek(out _, out (Instant At, int) first) ? first.At : Instant.Never;
            Instant due = Directors.Where(d => d.Group is not null).Select(d => d.NextDeadline).Append(Instant.Never).Min();
            Instant next = arrives <= due ? arrives : due;
            if (next > end) break;
            if (next > Now) Now = next;
            if (arrives <= due) _events.Dequeue()();
            else foreach (Director director in Directors.Where(d => d.Group is not null)) director.Judge(Now);
            always?.Invoke();
        }

        Now = end;
    }

    private static VirtualRouterSpec Spec(int member, byte priority) => new(
        $"r{member}", $"eth{member}", (byte)(member + 1), priority, new Centiseconds(100), Preempt: true, ChecksumForm.Rfc5798,
        [new VirtualAddress(new IpPrefix(IpAddress.FromV4(0xC6336400 + (uint)member), 32))]);

    private void Send(Director from, int member, Advert advert)
    {
        Adverts++;
        if (_cut.Contains(member)) return;
        Instant at = Now + Latency;
        foreach (Director to in Directors.Where(d => d != from))
            _events.Enqueue(() => { if (to.Group is not null) to.Hear(member, advert, at); }, (at, _sequence++));
    }
}
