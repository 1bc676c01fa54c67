using HaDirector.Model;

namespace HaDirector.Engine.RealServer;

/// <summary>A virtual address that a real server needs on an interface where nobody asks for it.</summary>
/// <param name="Interface">lo, or the device of a tunnel.</param>
/// <param name="Address">The virtual address.</param>
public readonly record struct HostAddress(string Interface, IpAddress Address)
{
    /// <summary>Alone in its network: a shorter prefix on lo would make the host believe it owns the neighbours.</summary>
    public IpPrefix Prefix => new(Address, (byte)Address.BitCount);
}
