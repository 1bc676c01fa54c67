using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>What is asked of one server apart from its checks, by whom; the strongest counts.</summary>
internal sealed class ModeBook
{
    private ServerMode _commanded;
    private bool _filed;

    /// <summary>What a command asked for.</summary>
    public ServerMode Commanded => _commanded;

    /// <summary>When that ends by itself; never when it does not.</summary>
    public Instant Until { get; private set; } = Instant.Never;

    /// <summary>What the server asks for itself.</summary>
    public ServerMode Advised { get; set; }

    /// <summary>Takes a command.</summary>
    public void Command(ServerMode mode, Instant? until) =>
        (_commanded, Until) = (mode, mode == ServerMode.Ready ? Instant.Never : until ?? Instant.Never);

    /// <summary>Takes whether there is a file for the server; true when that is new.</summary>
    public bool File(bool there)
    {
        if (_filed == there) return false;
        _filed = there;
        return true;
    }

    /// <summary>Ends a command whose time is over.</summary>
    public void Expire(Instant now)
    {
        if (Until <= now) Command(ServerMode.Ready, null);
    }

    /// <summary>The strongest, and who asks for it: a command before a file before the server.</summary>
    public (ServerMode Mode, ModeSource By) Strongest
    {
        get
        {
            ServerMode filed = _filed ? ServerMode.Maintenance : ServerMode.Ready;
            ServerMode mode = _commanded > filed ? _commanded : filed;
            if (Advised > mode) mode = Advised;
            if (mode == ServerMode.Ready) return (mode, ModeSource.None);
            return (mode, mode == _commanded ? ModeSource.Command : mode == filed ? ModeSource.File : ModeSource.Server);
        }
    }
}
