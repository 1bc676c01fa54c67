using HaDirector.Model;

namespace HaDirector.Config;

/// <summary>What a check on the host itself may compare the file with; without it the file is judged alone.</summary>
/// <remarks>A starting daemon passes none: an interface that is not there yet is a matter for the running machine,
/// not a reason to refuse a file.</remarks>
/// <param name="Interfaces">Network interfaces of this host.</param>
public sealed record HostFacts(IReadOnlyList<InterfaceFacts> Interfaces)
{
    /// <summary>Judges the files that checks need; null judges none.</summary>
    public FileJudge? Files { get; init; }
}

/// <summary>Why a file of this host cannot be used, in words; null when it can.</summary>
/// <param name="path">Absolute path.</param>
/// <param name="run">Whether it is run, and not read.</param>
/// <param name="asRoot">Whether it is run as root: then nobody else may be able to put another in its place.</param>
public delegate string? FileJudge(string path, bool run, bool asRoot);

/// <summary>One network interface of the host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Its addresses with prefix lengths; virtual addresses of the file among them are left out of account.</param>
public sealed record InterfaceFacts(string Name, IReadOnlyList<IpPrefix> Addresses);
