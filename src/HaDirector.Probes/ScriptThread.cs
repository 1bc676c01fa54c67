using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using HaDirector.Linux;

namespace HaDirector.Probes;

/// <summary>The one thread that starts and attends all programs. It never ends, because a program is killed when the thread that started it does.</summary>
internal static class ScriptThread
{
    /// <summary>Most programs at once; beyond that a try is not made, and blames nobody.</summary>
    public const int RunningMax = 128;

    private static readonly WakeEvent Signal = new();
    private static readonly ConcurrentQueue<ScriptTask> Added = new();
    private static readonly List<ScriptTask> Tasks = [];
    private static readonly List<PollEntry> Entries = [];

    static ScriptThread() => new Thread(Live) { IsBackground = true, Name = "scripts" }.Start();

    /// <summary>Runs a task.</summary>
    public static void Add(ScriptTask task)
    {
        Added.Enqueue(task);
        Wake();
    }

    /// <summary>Looks after all of them now.</summary>
    public static void Wake() => Signal.Set();

    private static void Live()
    {
        while (true)
        {
            Signal.Clear();
            while (Added.TryDequeue(out ScriptTask? task))
            {
                if (Tasks.Count >= RunningMax)
                {
                    task.Refuse($"{RunningMax} programs are running already");
                    continue;
                }

                task.Start();
                if (!task.IsOver) Tasks.Add(task);
            }

            foreach (ScriptTask task in Tasks) task.Turn();
            Tasks.RemoveAll(task => task.IsOver);
            Await();
        }
    }

    private static void Await()
    {
        Entries.Clear();
        Entries.Add(new PollEntry { Descriptor = Signal.Number, Wanted = PollEntry.Readable });
        TimeSpan next = TimeSpan.MaxValue;
        foreach (ScriptTask task in Tasks)
        {
            task.Listen(Entries);
            if (task.NextTurnIn < next) next = task.NextTurnIn;
        }

        long nanoseconds = next == TimeSpan.MaxValue ? -1 : Math.Max((long)next.TotalNanoseconds, 0);
        Poll.Wait(CollectionsMarshal.AsSpan(Entries), nanoseconds);
    }
}
