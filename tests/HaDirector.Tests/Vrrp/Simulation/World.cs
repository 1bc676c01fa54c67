using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.Simulation;

/// <summary>Some directors on one bad segment, one virtual clock, one seed. The machine in it is the production machine.</summary>
internal sealed class World
{
    private const int StepsMax = 60_000;

    private readonly record struct Arrival(Node To, Node From, Advert Advert);

    private readonly WorldSpec _spec;
    private readonly Random _random;
    private readonly Invariants _invariants;
    private readonly PriorityQueue<Arrival, (long, long)> _network = new();
    private readonly Queue<Scripted> _script;
    private readonly VrrpActions _actions = new();
    private readonly List<string>? _trace;
    private long _order;
    private bool _quiet;

    public World(WorldSpec spec, List<string>? trace = null)
    {
        (_spec, _random, _trace) = (spec, new Random(spec.Seed), trace);
        Nodes = [.. spec.Routers.Select((router, i) => new Node(i, router))];
        _script = new(spec.Script.OrderBy(s => s.At));
        _invariants = new Invariants(spec, Nodes);
    }

    public Node[] Nodes { get; }

    public Instant Now { get; private set; } = new(1);

    /// <summary>A number that two runs share only when they went the same way.</summary>
    public int Fingerprint { get; private set; }

    public int Steps { get; private set; }

    public TimeSpan LongestUnowned => _invariants.LongestUnowned;

    public TimeSpan LongestDouble => _invariants.LongestDouble;

    /// <summary>Lives the whole world; throws <see cref="InvariantBroken"/>.</summary>
    public void Run()
    {
        Instant begin = Now;
        while (Next(begin) is var at && at <= begin + _spec.End)
        {
            if (++Steps > StepsMax) throw new InvariantBroken("the world does not come to its end");
            _invariants.Until(at, was: Now);
            Now = at;
            while (_script.TryPeek(out Scripted scripted) && begin + scripted.At <= Now) Obey(_script.Dequeue());
            if (!_quiet && Now >= begin + _spec.QuietFrom) BeQuiet();
            Deliver();
            // Ears before clocks: what was heard counts before any timer fires.
            foreach (Node node in Nodes)
            {
                while (node.StalledUntil <= Now && node.Inbox.TryDequeue(out Advert heard)) Step(node, new(VrrpEventKind.Heard, heard));
                if (node.StalledUntil <= Now && node.WakesAt <= Now) Step(node, new(VrrpEventKind.TimeReached));
            }

            _invariants.After(Now, settled: Now > begin + _spec.SettledFrom);
        }
    }

    private Instant Next(Instant begin)
    {
        Instant at = begin + (_quiet ? _spec.End + _spec.Interval : _spec.QuietFrom);
        if (_network.TryPeek(out _, out (long At, long) first) && first.At < at.Nanoseconds) at = new(first.At);
        if (_script.TryPeek(out Scripted scripted) && begin + scripted.At < at) at = begin + scripted.At;
        foreach (Node node in Nodes)
        {
            Instant wake = node.Inbox.Count > 0 ? node.StalledUntil : node.WakesAt;
            if (wake < node.StalledUntil) wake = node.StalledUntil;
            if (wake < at) at = wake;
        }

        return at < Now ? Now : at;
    }

    private void Deliver()
    {
        while (_network.TryPeek(out Arrival arrival, out (long At, long) key) && key.At <= Now.Nanoseconds)
        {
            _network.Dequeue();
            Node to = arrival.To;
            if (!to.Hears(arrival.From) || !to.LinkUp || to.Instance is null) continue;
            if (to.StalledUntil <= Now) Step(to, new(VrrpEventKind.Heard, arrival.Advert));
            else if (to.Inbox.Count < Node.InboxMax) to.Inbox.Enqueue(arrival.Advert);
        }
    }

    private void BeQuiet()
    {
        _quiet = true;
        _script.Clear();
        foreach (Node node in Nodes)
        {
            if (node.StalledUntil > Now) node.StalledUntil = Now;
            foreach (Verb verb in new[] { Verb.Heal, Verb.Undeafen, Verb.LinkUp, Verb.Start }) Obey(new(default, node.Index, verb));
        }
    }

    private void Obey(Scripted scripted)
    {
        Node node = Nodes[scripted.Node];
        Note(node, $"! {scripted.Verb} {scripted.Value}");
        switch (scripted.Verb)
        {
            case Verb.Start when node.Instance is null:
                node.Instance = new VrrpInstance(node.Spec);
                if (node.LinkUp) Step(node, new(VrrpEventKind.InterfaceUsable, new(0, 0, default, node.Address)));
                Step(node, new(VrrpEventKind.Startup));
                break;
            case Verb.Stop when node.StalledUntil <= Now:
                Step(node, new(VrrpEventKind.Shutdown));
                End(node);
                break;
            case Verb.Crash:
                End(node);
                break;
            case Verb.Cut or Verb.Heal:
                node.Cut = scripted.Verb == Verb.Cut;
                break;
            case Verb.Deafen or Verb.Undeafen:
                node.Deaf = scripted.Verb == Verb.Deafen;
                break;
            case Verb.LinkDown or Verb.LinkUp when node.StalledUntil <= Now:
                node.LinkUp = scripted.Verb == Verb.LinkUp;
                Step(node, node.LinkUp
                    ? new(VrrpEventKind.InterfaceUsable, new(0, 0, default, node.Address)) : new(VrrpEventKind.InterfaceUnusable));
                break;
            case Verb.Stall:
                node.StalledUntil = Now + TimeSpan.FromMilliseconds(scripted.Value);
                break;
            case Verb.Reprioritise when node.Spec.Priority != VirtualRouterSpec.OwnerPriority && node.StalledUntil <= Now:
                node.Spec = node.Spec with { Priority = (byte)scripted.Value };
                _invariants.Reprioritised(Now);
                if (node.Instance?.TryAdopt(node.Spec, Now, _actions) == true) Execute(node, explained: true);
                break;
        }
    }

    private void End(Node node)
    {
        (node.Instance, node.Holds, node.StalledUntil) = (null, false, Now);
        node.Inbox.Clear();
        node.Arm(_random, default);
    }

    private void Step(Node node, VrrpEvent happened)
    {
        if (node.Instance is not { } instance) return;
        VrrpState before = instance.State;
        instance.Step(happened, Now, _actions);
        if (_trace is not null && happened.Kind == VrrpEventKind.Heard) Note(node, $"< {happened.Advert.Sender} {happened.Advert.Priority}");
        Execute(node, explained: instance.State != before);
    }

    private void Execute(Node node, bool explained)
    {
        for (int i = 0; i < _actions.Count; i++)
        {
            VrrpAction action = _actions[i];
            Fingerprint = HashCode.Combine(Fingerprint, Now, node.Index, action);
            Note(node, action);
            switch (action.Kind)
            {
                case VrrpActionKind.TakeAddresses: node.Holds = true; break;
                case VrrpActionKind.DropAddresses: node.Holds = false; break;
                case VrrpActionKind.AnnounceAddresses: Invariants.Announced(node); break;
                case VrrpActionKind.SendAdvert: Send(node, action.Priority, explained); break;
            }
        }

        Invariants.Stepped(node);
        node.Arm(_random, _spec.Lateness);
    }

    private void Send(Node from, byte priority, bool explained)
    {
        if (!explained) Invariants.Advertised(from, Now);
        if (!from.LinkUp) return;
        var advert = new Advert(from.Spec.VirtualRouterId, priority, from.Spec.AdvertInterval, from.Address);
        foreach (Node to in Nodes)
        {
            if (to == from || from.Cut || (!_quiet && _random.NextDouble() < _spec.Loss)) continue;
            for (int copies = !_quiet && _random.NextDouble() < _spec.Duplicate ? 2 : 1; copies > 0; copies--)
            {
                Instant at = Now + TimeSpan.FromMicroseconds(10) + (_random.NextDouble() * _spec.DelayMax);
                _network.Enqueue(new(to, from, advert), (at.Nanoseconds, _order++));
            }
        }
    }

    private void Note(Node node, object what) => _trace?.Add($"{Now,12} {node.Index} {node.Instance?.State} {what}");
}
