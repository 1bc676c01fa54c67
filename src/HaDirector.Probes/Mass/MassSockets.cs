using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux.Tcp;
using HaDirector.Model;

namespace HaDirector.Probes.Mass;

/// <summary>
/// The sockets of the tries. One whose connection was reset serves the next try, with its options and its place in the kernel's watch list:
/// that spares four of six system calls.
/// </summary>
internal sealed class MassSockets : IDisposable
{
    /// <summary>Idle sockets kept of each family; in steady state few are in use at once.</summary>
    public const int IdleMax = 256;

    private readonly Stack<MassTry> _idle4 = new(IdleMax);
    private readonly Stack<MassTry> _idle6 = new(IdleMax);
    private readonly Stack<int> _freeKeys = new();
    private readonly List<MassTry?> _byKey = [];

    /// <summary>Where the kernel tells of them.</summary>
    public EdgePoll Watch { get; } = new();

    /// <summary>Sockets that are open.</summary>
    public int Open => _byKey.Count - _freeKeys.Count;

    /// <summary>Their descriptors.</summary>
    public IEnumerable<int> Numbers => _byKey.OfType<MassTry>().Select(one => one.Socket.Number);

    /// <summary>The try the kernel calls by a key.</summary>
    public MassTry? this[int key] => key < _byKey.Count ? _byKey[key] : null;

    /// <summary>A try with a socket that is ready to connect by the check's way; null and a reason when this host has none.</summary>
    public MassTry? Rent(CheckSpec spec, out string? defect)
    {
        if (IsReusable(spec) && Idle(spec.Target.Address.Family).TryPop(out MassTry? idle))
        {
            idle.Spec = spec;
            if (idle.Mark == spec.Route.Mark) defect = null;
            else defect = Mark(idle, spec.Route.Mark);
            if (defect is null) return idle;
            Drop(idle);
            return null;
        }

        TcpSocket socket = TcpSocket.Open(spec.Target.Address.Family, quiet: spec.Kind is not TcpCheck { Full: true }, out SocketError error);
        defect = error == SocketError.Success ? null : SocketWords.Say(error);
        if (defect is not null) return null;
        MassTry one = new(_freeKeys.TryPop(out int key) ? key : _byKey.Count, spec.Target.Address.Family) { Socket = socket, Spec = spec };
        if (one.Key < _byKey.Count) _byKey[one.Key] = one;
        else _byKey.Add(one);
        defect = Prepare(one, spec.Route);
        if (defect is null && !Watch.Add(socket.Number, one.Key)) defect = "this host has no room to watch a socket";
        if (defect is null) return one;
        Drop(one);
        return null;
    }

    /// <summary>Ends the connection of a try and takes its socket back.</summary>
    public void Return(MassTry one)
    {
        Stack<MassTry> idle = Idle(one.Family);
        if (IsReusable(one.Spec) && idle.Count < IdleMax && one.Socket.Reset()) idle.Push(one);
        else Drop(one);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MassTry? one in _byKey) one?.Socket.Abort();
        Watch.Dispose();
        _byKey.Clear();
        _freeKeys.Clear();
        _idle4.Clear();
        _idle6.Clear();
    }

    // What is bound to an address or an interface stays so; a connection closed in good order needs its socket longer than we do.
    private static bool IsReusable(CheckSpec spec) => spec.Route is { Source: null, Interface: null } && spec.Kind is not TcpCheck { Full: true };

    private static string? Prepare(MassTry one, in CheckRoute route)
    {
        string? defect = route.Mark == 0 ? null : Mark(one, route.Mark);
        if (defect is null && route.Interface is { } name) defect = Defect(one.Socket.BindTo(name), $"use the interface {name}");
        if (defect is null && route.Source is { } source) defect = Defect(one.Socket.Bind(source), $"use the source address {source}");
        return defect;
    }

    private static string? Mark(MassTry one, uint mark)
    {
        SocketError error = one.Socket.Mark(mark);
        if (error != SocketError.Success) return Defect(error, $"set mark {mark}");
        one.Mark = mark;
        return null;
    }

    private static string? Defect(SocketError error, string way) => error == SocketError.Success ? null : $"this host cannot {way}: {SocketWords.Say(error)}";

    private Stack<MassTry> Idle(IpFamily family) => family == IpFamily.V4 ? _idle4 : _idle6;

    private void Drop(MassTry one)
    {
        if (one.Spec is { Kind: TcpCheck { Full: true } }) one.Socket.Close();
        else one.Socket.Abort();
        _byKey[one.Key] = null;
        _freeKeys.Push(one.Key);
    }
}
