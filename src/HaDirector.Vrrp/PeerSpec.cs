using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>Who the other directors are and how this one shows them that it lives, apart from VRRP: a backup is silent there.</summary>
/// <param name="Directors">Addresses of the other directors, at most <see cref="DirectorsMax"/>.</param>
/// <param name="Local">Own address the hellos come from; not set lets the kernel choose.</param>
/// <param name="Port">UDP port of the hellos.</param>
/// <param name="Key">Key of their HMAC-SHA256, 32 bytes.</param>
public sealed record PeerSpec(IReadOnlyList<IpAddress> Directors, IpAddress Local, ushort Port, ReadOnlyMemory<byte> Key)
{
    /// <summary>Most other directors.</summary>
    public const int DirectorsMax = 8;

    /// <summary>Bytes of the key.</summary>
    public const int KeyBytes = 32;
}
