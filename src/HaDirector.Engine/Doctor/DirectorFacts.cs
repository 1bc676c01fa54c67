using HaDirector.Model;

namespace HaDirector.Engine.Doctor;

/// <summary>What is known of a host that is to be a director.</summary>
/// <param name="Setting">Value of a kernel setting by its sysctl name; null when this kernel has none.</param>
/// <param name="HasScheduler">Whether the kernel has a scheduler of this name; null when it could not be asked.</param>
/// <param name="ConnectionTableSize">Number of lists of the kernel's connection table; null without ip_vs.</param>
/// <param name="Networks">Interfaces with their addresses, the loopback left out.</param>
/// <param name="HasNft">Whether nft is installed.</param>
public sealed record DirectorFacts(
    Func<string, string?> Setting, Func<string, bool?> HasScheduler, uint? ConnectionTableSize, IReadOnlyList<HostNetwork> Networks, bool HasNft);

/// <summary>An address of an interface with the network it is in.</summary>
/// <param name="Interface">Name of the interface.</param>
/// <param name="Address">Its address and the length of its network part.</param>
public readonly record struct HostNetwork(string Interface, IpPrefix Address);
