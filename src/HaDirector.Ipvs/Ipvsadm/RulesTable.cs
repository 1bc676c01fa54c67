using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>The table as it will be after each line: what the kernel would refuse is known before it is asked.</summary>
internal sealed class RulesTable
{
    private static readonly string[] Schedulers = [.. HaDirector.Ipvs.Schedulers.All.Select(s => s.Name), "none"];

    private readonly Dictionary<ServiceKey, Service> _services = [];
    private long _order;
    private string _wrong = ""; // the text that is wrong, when it is one

    public RulesTable(IpvsTable start)
    {
        foreach ((ServiceKey key, VirtualService service) in start.Services)
        {
            _services.Add(key, new Service { Spec = service.Spec, Line = 0 });
            foreach ((IpEndpoint address, DestinationSpec spec) in service.Destinations)
                _services[key].Servers.Add(address, new Server(spec, 0, _order++));
        }
    }

    /// <summary>Makes what a line asks for; false when the kernel would refuse it, or when it is no rule.</summary>
    /// <param name="command">What it asks for.</param>
    /// <param name="words">Its words, to point at one.</param>
    /// <param name="line">Its number.</param>
    /// <param name="fault">Why not.</param>
    public bool Take(IpvsadmCommand command, IReadOnlyList<string> words, long line, [NotNullWhen(false)] out IpvsadmFault? fault)
    {
        string? hint = null;
        _wrong = "";
        string? message = command switch
        {
            IpvsadmCommand.Change { What: IpvsChange.AddService or IpvsChange.EditService or IpvsChange.RemoveService } c => Take(c.What, line, ref hint),
            IpvsadmCommand.Change c => TakeServer(c.What, line, ref hint),
            IpvsadmCommand.Clear => Clear(),
            IpvsadmCommand.Zero { Service: { } key } when !_services.ContainsKey(key) => "No such service",
            IpvsadmCommand.Zero or IpvsadmCommand.SetTimeouts or IpvsadmCommand.StartDaemon or IpvsadmCommand.StopDaemon => null,
            _ => "this prints something: it is no rule",
        };
        fault = message is null ? null : new IpvsadmFault(message, At(words), hint, IpvsadmFault.Failed);
        return fault is null;
    }

    /// <summary>The table as it is now.</summary>
    public IpvsTable ToTable() => new(_services.ToDictionary(s => s.Key, s => s.Value.ToService()));

    private string? Take(IpvsChange change, long line, ref string? hint)
    {
        bool there = _services.TryGetValue(change.Service, out Service? service);
        if (change is IpvsChange.AddService && there)
        {
            hint = Where(service!.Line);
            return "Service already exists";
        }

        if (change is not IpvsChange.AddService && !there) return "No such service";
        ServiceSpec? spec = change is IpvsChange.AddService add ? add.Spec : change is IpvsChange.EditService edit ? edit.Spec : null;
        if (spec is null)
        {
            _services.Remove(change.Service);
            return null;
        }

        // The kernel may have others than we know, but a near miss is one.
        if (!Schedulers.Contains(spec.Scheduler) && Nearest.Name(spec.Scheduler, Schedulers) is { } meant)
        {
            (_wrong, hint) = (spec.Scheduler, $"there is no scheduler '{Word.Shown(spec.Scheduler)}'; did you mean {meant}?");
            return "Scheduler or persistence engine not found";
        }

        if (spec.PersistenceEngine is { } engine && engine != "sip" && Nearest.Name(engine, ["sip"]) is not null)
        {
            (_wrong, hint) = (engine, "did you mean --pe sip?");
            return "Scheduler or persistence engine not found";
        }

        if (there) service!.Spec = spec;
        else _services.Add(change.Service, new Service { Spec = spec, Line = line });
        return null;
    }

    private string? TakeServer(IpvsChange change, long line, ref string? hint)
    {
        if (!_services.TryGetValue(change.Service, out Service? service))
        {
            hint = $"no line before it adds {change.Service}, and it is not in the table";
            return "Service not defined";
        }

        switch (change)
        {
            case IpvsChange.AddDestination c:
                if (service.Servers.TryGetValue(c.Destination, out Server old))
                {
                    hint = Where(old.Line);
                    return "Destination already exists";
                }

                if (Impossible(c.Destination.Address, c.Spec, ref hint) is { } no) return no;
                service.Servers.Add(c.Destination, new Server(c.Spec, line, _order++));
                return null;
            case IpvsChange.EditDestination c:
                if (!service.Servers.TryGetValue(c.Destination, out Server before)) return "No such destination";
                if (Impossible(c.Destination.Address, c.Spec, ref hint) is { } wrong) return wrong;
                service.Servers[c.Destination] = before with { Spec = c.Spec };
                return null;
            default:
                return service.Servers.Remove(((IpvsChange.RemoveDestination)change).Destination) ? null : "No such destination";
        }
    }

    private string? Clear()
    {
        _services.Clear();
        return null;
    }

    private static string? Impossible(IpAddress address, DestinationSpec spec, ref string? hint)
    {
        if (spec.LowerThreshold > spec.UpperThreshold)
        {
            hint = "the lower threshold -y is above the upper one -x";
            return "Numerical result out of range";
        }

        if (!address.IsAny && !address.IsMulticast && !address.IsV6LinkLocal && address.V4Bits != uint.MaxValue) return null;
        hint = $"no packet can be forwarded to {address}";
        return "Invalid operation.  Possibly wrong module version, address not unicast, ...";
    }

    private int At(IReadOnlyList<string> words)
    {
        for (int i = words.Count - 1; i > 0 && _wrong.Length > 0; i--)
            if (words[i].EndsWith(_wrong, StringComparison.Ordinal)) return i;
        return 0;
    }

    private static string Where(long line) => line == 0
        ? "it is in the table already; --replace makes the table exactly the file's"
        : string.Create(CultureInfo.InvariantCulture, $"line {line} adds it");

    private readonly record struct Server(DestinationSpec Spec, long Line, long Order);

    private sealed class Service
    {
        public required ServiceSpec Spec { get; set; }

        public required long Line { get; init; }

        public Dictionary<IpEndpoint, Server> Servers { get; } = [];

        public VirtualService ToService()
        {
            OrderedDictionary<IpEndpoint, DestinationSpec> servers = new(Servers.Count);
            foreach ((IpEndpoint address, Server server) in Servers.OrderBy(s => s.Value.Order)) servers.Add(address, server.Spec);
            return new VirtualService(Spec, servers);
        }
    }
}
