using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;

namespace HaDirector.Cli.Connections;

/// <summary>Where connections go to as they are read: text for people, or JSON for programs.</summary>
internal interface IConnectionSink : IDisposable
{
    /// <summary>Takes one.</summary>
    /// <param name="entry">The connection.</param>
    /// <param name="service">Its service; null when that is gone or cannot be told.</param>
    /// <param name="name">Name of the service; null when nobody knows it.</param>
    void Write(in ConnectionEntry entry, ServiceKey? service, string? name);

    /// <summary>Takes what was counted, and ends.</summary>
    void Write(ConnectionTally tally, ServiceNames names);

    /// <summary>Ends a list.</summary>
    /// <param name="read">Connections that were read.</param>
    /// <param name="faults">Lines that could not be read.</param>
    void End(long read, IEnumerable<(ConnectionLineFault Fault, long Count)> faults);

    /// <summary>Lets go of what is held back.</summary>
    void Flush();
}
