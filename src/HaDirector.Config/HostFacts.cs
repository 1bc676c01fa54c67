using HaDirector.Model;

namespace HaDirector.Config;

/// <summary>What a check on the host itself may compare the file with; without it the file is judged alone.</summary>
/// <remarks>A starting daemon passes none: an interface that is not there yet is a matter for the running machine,
/// not a reason to refuse a file.</remarks>
/// <param name="Interfaces">Network interfaces of this host.</param>
public sealed record HostFacts(IReadOnlyList<InterfaceFacts> Interfaces)
{
    /// <summary>Looks at a file by its absolute path; null for one that is not there. Null judges no files.</summary>
    public Func<string, FileFacts?>? Files { get; init; }
}

/// <summary>A file of the host.</summary>
/// <param name="Executable">Whether it has an execute bit.</param>
/// <param name="WritableBy">Who besides root may change it, or put another in its place: "everybody"; null is nobody.</param>
public sealed record FileFacts(bool Executable, string? WritableBy);

/// <summary>One network interface of the host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Its addresses with prefix lengths; virtual addresses of the file among them are left out of account.</param>
public sealed record InterfaceFacts(string Name, IReadOnlyList<IpPrefix> Addresses);
