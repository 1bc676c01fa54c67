namespace HaDirector.Linux.Tests.VrrpProcess.Interop;

/// <summary>A director of another maker on host "b".</summary>
internal interface IPeer : IDisposable
{
    /// <summary>What <see cref="IsMaster"/> goes by, for messages.</summary>
    string Described { get; }

    /// <summary>Whether it is master by its own account, or holds the addresses.</summary>
    bool IsMaster { get; }

    void Start(int priority);

    /// <summary>Lets it resign and end.</summary>
    void Stop();

    /// <summary>Kills it.</summary>
    void Kill();
}
