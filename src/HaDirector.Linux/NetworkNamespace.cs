using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>Named network namespaces (ip-netns(8)).</summary>
public static class NetworkNamespace
{
    /// <summary>Takes the calling thread into the namespace; sockets it opens from now on live there, also when other threads use them.</summary>
    /// <remarks>For a thread of one's own: a pool thread would carry the namespace into other work.</remarks>
    public static void Enter(string name)
    {
        string path = "/run/netns/" + name;
        using Descriptor descriptor = Descriptor.Own(Libc.Open(path, Libc.OpenReadOnly | Libc.OpenCloseOnExec), "open " + path);
        if (Libc.SetNamespace(descriptor.Number, Libc.CloneNewNet) != 0) throw LinuxException.Last("setns " + name);
    }
}
