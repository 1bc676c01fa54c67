namespace HaDirector.Model;

/// <summary>A tunnel device of a real server's own that takes packets from every director, for what the kernel's first devices drop.</summary>
/// <param name="Name">Name of the device.</param>
/// <param name="IsGre">GRE with checksums; else IP in IPv6.</param>
/// <param name="Local">Address of this host that directors send to.</param>
public readonly record struct ReceivingTunnel(string Name, bool IsGre, IpAddress Local)
{
    /// <summary>Its kind, as the kernel says it.</summary>
    public string Kind => !IsGre ? "ip6tnl" : Local.IsV4 ? "gre" : "ip6gre";

    /// <summary>How one is made by hand: the arguments of ip(8).</summary>
    public string Command => $"link add {Name} up type {Kind} local {Local} remote any {(IsGre ? "icsum" : "mode any allow-localremote")}";
}
