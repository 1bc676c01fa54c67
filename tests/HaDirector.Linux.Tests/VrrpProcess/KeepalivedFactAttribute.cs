namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>A test beside a real keepalived, in network namespaces.</summary>
public sealed class KeepalivedFactAttribute : FactAttribute
{
    public KeepalivedFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "network namespaces need root";
        else if (!File.Exists("/usr/sbin/keepalived")) Skip = "keepalived is not installed";
    }
}
