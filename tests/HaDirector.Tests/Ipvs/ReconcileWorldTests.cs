using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

/// <summary>Random tables in a row, while others change what they like between any two of our changes, and answers are lost.</summary>
public sealed class ReconcileWorldTests
{
    private const int Steps = 8;

    [Theory]
    [InlineData(ForeignServices.Keep, 2_000)]
    [InlineData(ForeignServices.Report, 300)]
    [InlineData(ForeignServices.Remove, 700)]
    public void Any_tables_and_any_changes_of_others_end_in_what_is_desired(ForeignServices policy, int worlds)
    {
        Tally tally = new();
        for (int seed = 0; seed < worlds; seed++) new World(seed, policy, tally).Live();

        // What is not met is not judged: each of these must have happened often.
        Assert.True(tally.Changes > worlds * 10, $"{tally}");
        Assert.True(tally.ByOthers > worlds * 3, $"{tally}");
        Assert.True(tally.Refused > worlds / 10, $"{tally}");
        Assert.True(tally.Lost > worlds / 10, $"{tally}");
        Assert.True(tally.Drained > worlds / 100, $"{tally}");
        Assert.True(tally.Kept > worlds / 50, $"{tally}");
    }

    private sealed record Tally
    {
        public int Changes, ByOthers, Refused, Lost, Drained, Kept;
    }

    private sealed class World
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly Tally _tally;
        private readonly SimulatedKernel _kernel = new();
        private readonly RememberedServices _owned = new();
        private readonly TableReconciler _reconciler;
        private readonly Dictionary<(ServiceKey, IpEndpoint), Instant> _came = []; // when others put a server into a service
        private IpvsTable _desired = IpvsTable.Empty;
        private Instant _now = new(1_000_000_000);
        private bool _quiet;
        private bool _served; // the service of the change that is made now had a server with a weight before

        public World(int seed, ForeignServices policy, Tally tally)
        {
            (_seed, _random, _tally) = (seed, new Random(seed), tally);
            _reconciler = new TableReconciler(_kernel, _owned) { Foreign = policy, Spares = key => key.FirewallMark == 2 };
            foreach ((ServiceKey key, VirtualService service) in RandomTables.Table(_random).Services)
            {
                ChangeList changes = new();
                changes.Compare(key, service, null);
                foreach (IpvsChange change in changes.InOrder()) Assert.True(_kernel.ByOthers(change));
                if (_random.Next(2) == 0) _owned.Claim([key]);
            }

            _kernel.Between = () => { if (!_quiet && _random.Next(12) == 0) Interfere(); };
            _kernel.LosesAfter = count => !_quiet && _random.Next(15) == 0 ? _random.Next(count + 1) : null;
            _kernel.BeforeChange = Judge;
            _kernel.AfterChange = JudgeEmptiness;
        }

        public void Live()
        {
            for (int step = 0; step < Steps; step++)
            {
                if (_random.Next(5) != 0) _desired = _random.Next(4) == 0 ? RandomTables.Table(_random) : RandomTables.Vary(_random, _desired);
                Reconcile();
                _now += TimeSpan.FromSeconds(_random.Next(20));
                for (int i = _random.Next(4); i > 0; i--) Interfere();
                if (_random.Next(2) == 0) Audit();
            }

            _quiet = true;
            ComeToRest();
            _tally.Changes += _kernel.Messages;
            _tally.Refused += _kernel.Refusals;
            _tally.Lost += _kernel.Losses;
        }

        // The others have gone: what is desired is there at once, strangers with connections after their time.
        private void ComeToRest()
        {
            Reconcile();
            Audit();
            _now += Strangers.Patience;
            Audit();
            Reconcile();
            foreach ((ServiceKey key, VirtualService want) in _desired.Services)
                Assert.True(_kernel.Table.Services.TryGetValue(key, out VirtualService? have) && ChangeList.IsMet(key, want, have), Say($"{key} is not as desired"));
            foreach (ServiceKey key in _kernel.Services.Keys.Where(key => !_desired.Services.ContainsKey(key)))
            {
                Assert.DoesNotContain(key, _owned.Keys);
                Assert.Contains(key, _reconciler.ForeignServices);
                Assert.True(_reconciler.Foreign != ForeignServices.Remove || _reconciler.Spares(key), Say($"{key} of others is still there"));
            }

            Assert.True(_owned.Keys.SetEquals(_desired.Services.Keys), Say("the list of ours is wrong"));
            int messages = _kernel.Messages, reads = _kernel.Reads;
            Assert.Same(ReconcileResult.Nothing, _reconciler.Reconcile(_desired, _now));
            Assert.Equal(reads, _kernel.Reads);
            Audit();
            Assert.Equal(messages, _kernel.Messages);
        }

        private void Reconcile()
        {
            ReconcileResult done = _reconciler.Reconcile(_desired, _now);
            if (_quiet) Assert.True(done.Result.Complete, Say("a quiet kernel refuses"));
        }

        private void Audit()
        {
            bool done = false;
            for (int slice = 0; !done; slice++)
            {
                Assert.True(slice < 1_000, Say("an audit without end"));
                done = _reconciler.Audit(_kernel, _desired, _now, () => _random.Next(3) != 0, out _);
                if (!_quiet && _random.Next(8) == 0) Interfere();
                if (!_quiet && !done && _random.Next(8) == 0) Reconcile();
            }
        }

        // Before a change of ours: is it one we may make?
        private void Judge(IpvsChange change, SimulatedKernel.Held? held, bool foreign)
        {
            ServiceKey key = change.Service;
            _served = held is not null && Serves(held);
            bool wanted = _desired.Services.TryGetValue(key, out VirtualService? want);
            Assert.True(
                wanted || _owned.Keys.Contains(key) || (_reconciler.Foreign == ForeignServices.Remove && change is IpvsChange.RemoveService && !_reconciler.Spares(key)),
                Say($"{change} touches what is not ours"));
            Assert.False(wanted && change is IpvsChange.RemoveService, Say($"{change} removes what is desired"));
            if (foreign || held is null) return; // nobody can know
            switch (change)
            {
                case IpvsChange.RemoveDestination c when held.Servers.TryGetValue(c.Destination, out SimulatedKernel.Server? server):
                    Assert.False(want!.Destinations.ContainsKey(c.Destination), Say($"{change} removes what is desired"));
                    Assert.True(server.Spec.Weight == 0, Say($"{change} removes a server that takes connections"));
                    if (server.Connections == 0 || !IsStranger(c.Destination)) break;
                    Assert.True(_now - _came[(key, c.Destination)] >= Strangers.Patience, Say($"{change} cuts {server.Connections} connections of a server that was not drained"));
                    _tally.Drained++;
                    break;
                case IpvsChange.EditDestination { Spec.Weight: 0 } c when IsStranger(c.Destination): _tally.Kept++; break;
            }
        }

        // After a change of ours: is the pool empty though it need not be? A list that was cut short is judged as well.
        private void JudgeEmptiness(IpvsChange change, SimulatedKernel.Held? held, bool foreign)
        {
            if (change is IpvsChange.RemoveDestination gone) _came.Remove((gone.Service, gone.Destination));
            if (change is IpvsChange.RemoveService) foreach ((ServiceKey, IpEndpoint) left in _came.Keys.Where(k => k.Item1 == change.Service).ToArray()) _came.Remove(left);
            if (foreign || held is null || change is not (IpvsChange.EditDestination or IpvsChange.RemoveDestination)) return;
            if (!_desired.Services.TryGetValue(change.Service, out VirtualService? want) || want.Destinations.Values.All(d => d.Weight == 0)) return;
            Assert.False(_served && !Serves(held), Say($"{change} empties a pool that has a healthy server"));
        }

        private void Interfere()
        {
            _tally.ByOthers++;
            ServiceKey[] keys = [.. _kernel.Services.Keys];
            if (keys.Length == 0 || _random.Next(8) == 0)
            {
                _kernel.ByOthers(new IpvsChange.AddService(RandomTables.Key(_random), new ServiceSpec("rr", ServiceFlags.None, 0, 32)));
                return;
            }

            ServiceKey key = keys[_random.Next(keys.Length)];
            SimulatedKernel.Held held = _kernel.Services[key];
            IpEndpoint[] servers = [.. held.Servers.Keys];
            IpEndpoint stranger = new(IpAddress.FromV4(0xC6336500 + (uint)_random.Next(3)), 80);
            IpEndpoint one = servers.Length == 0 ? stranger : servers[_random.Next(servers.Length)];
            switch (_random.Next(9))
            {
                case 0: _kernel.ByOthers(new IpvsChange.RemoveService(key)); break;
                case 1: _kernel.ByOthers(new IpvsChange.EditService(key, held.Spec with { Scheduler = "lc" })); break;
                case 2: _kernel.ByOthers(new IpvsChange.RemoveDestination(key, one)); break;
                case 3: _kernel.ByOthers(new IpvsChange.EditDestination(key, one, new DestinationSpec(Forwarding.Nat, _random.Next(3)))); break;
                case 4 or 5:
                    if (_kernel.ByOthers(new IpvsChange.AddDestination(key, stranger, new DestinationSpec(Forwarding.Nat, 1)))) _came.TryAdd((key, stranger), _now);
                    break;
                default: _kernel.Connect(key, one, (uint)_random.Next(3)); break;
            }
        }

        private static bool Serves(SimulatedKernel.Held held) => held.Servers.Values.Any(server => server.Spec.Weight > 0);

        // Addresses that no desired table has.
        private static bool IsStranger(IpEndpoint server) => server.Address.ToString().StartsWith("198.51.101.", StringComparison.Ordinal);

        private string Say(string what) => $"seed {_seed}: {what}";
    }
}
