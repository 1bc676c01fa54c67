using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>Network namespaces, named ones (ip-netns(8)) and scratch ones.</summary>
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

    /// <summary>Takes the calling thread into a new, empty namespace, which ends with it and with the sockets it opens.</summary>
    /// <remarks>For a thread of one's own, as with <see cref="Enter"/>.</remarks>
    public static void EnterNew()
    {
        if (Libc.Unshare(Libc.CloneNewNet) != 0) throw LinuxException.Last("unshare");
    }
}
