using HaDirector.Linux;

namespace HaDirector.Stage;

/// <summary>Work inside a network namespace: what is opened there stays there, whoever uses it afterwards.</summary>
internal static class InNamespace
{
    /// <summary>Runs something on a thread of its own inside the namespace and waits for it.</summary>
    public static T Run<T>(string name, Func<T> work)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                NetworkNamespace.Enter(name);
                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        })
        { IsBackground = true, Name = name };
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new DrillException($"{name}: {failure.Message}", failure);
    }

    /// <summary>Starts a loop on a thread of its own inside the namespace; it ends when <paramref name="loop"/> returns.</summary>
    public static Thread Start(string name, string what, Action loop)
    {
        var thread = new Thread(() =>
        {
            NetworkNamespace.Enter(name);
            loop();
        })
        { IsBackground = true, Name = what };
        thread.Start();
        return thread;
    }
}
