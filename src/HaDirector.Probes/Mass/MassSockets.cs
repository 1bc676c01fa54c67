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

    /// <summary>The try the kernel calls by a key.</summary>
    public MassTry? this[int key] => key < _byKey.Count ? _byKey[key] : null;

    /// <summary>A try with a socket that is ready to connect as the check wants; null and an error when this host has none.</summary>
    public MassTry? Rent(CheckSpec spec, out SocketError error)
    {
        error = SocketError.Success;
        if (IsReusable(spec) && Idle(spec.Target.Address.Family).TryPop(out MassTry? idle))
        {
            if (idle.Mark == spec.Route.Mark || (error = Mark(idle, spec.Route.Mark)) == SocketError.Success) return idle;
            Drop(idle);
            return null;
        }

        MassTry one = new(_freeKeys.TryPeek(out int key) ? key : _byKey.Count, spec.Target.Address.Family)
        {
            Socket = TcpSocket.Open(spec.Target.Address.Family, quiet: spec.Kind is not TcpCheck { Full: true }, out error),
        };
        if (error != SocketError.Success) return null;
        if (_freeKeys.TryPop(out _)) _byKey[one.Key] = one;
        else _byKey.Add(one);
        error = Prepare(one, spec.Route);
        if (error == SocketError.Success && !Watch.Add(one.Socket.Number, one.Key)) error = SocketError.TooManyOpenSockets;
        if (error == SocketError.Success) return one;
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

    private static SocketError Prepare(MassTry one, in CheckRoute route)
    {
        SocketError error = route.Mark == 0 ? SocketError.Success : Mark(one, route.Mark);
        if (error == SocketError.Success && route.Interface is { } networkInterface) error = one.Socket.BindTo(networkInterface);
        if (error == SocketError.Success && route.Source is { } source) error = one.Socket.Bind(source);
        return error;
    }

    private static SocketError Mark(MassTry one, uint mark)
    {
        SocketError error = one.Socket.Mark(mark);
        if (error == SocketError.Success) one.Mark = mark;
        return error;
    }

    private Stack<MassTry> Idle(IpFamily family) => family == IpFamily.V4 ? _idle4 : _idle6;

    private void Drop(MassTry one)
    {
        if (one.Spec is { Kind: TcpCheck { Full: true } }) one.Socket.Close();
        else one.Socket.Abort();
        _byKey[one.Key] = null;
        _freeKeys.Push(one.Key);
    }
}
