namespace HaDirector.Linux.Tests.Network;

/// <summary>A test that makes network namespaces: it needs root and ip-netns(8).</summary>
public sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "network namespaces need root";
        else if (!File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip") && !File.Exists("/usr/bin/ip")) Skip = "ip (iproute2) is not installed";
    }
}
