using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace HaDirector.Daemon;

/// <summary>
/// Opens every part of the executable that this process may ever need. The runtime opens a part by the file's path when it is first used, and an upgrade puts another file there
/// while the director runs: what is open by then goes on reading the file of before.
/// </summary>
internal static class WholeProgram
{
    /// <summary>Opens the parts that are not open yet, on a thread of its own.</summary>
    public static void Load() => new Thread(LoadAll) { Name = "program", IsBackground = true }.Start();

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "References that were trimmed away are those that nothing uses.")]
    private static void LoadAll()
    {
        HashSet<string> seen = [];
        Stack<Assembly> open = new([typeof(WholeProgram).Assembly]);
        while (open.TryPop(out Assembly? assembly))
        {
            foreach (AssemblyName name in assembly.GetReferencedAssemblies())
            {
                if (!seen.Add(name.FullName)) continue;
                try
                {
                    open.Push(Assembly.Load(name));
                }
                catch (IOException)
                {
                    // a reference that is left of what was trimmed away
                }
            }
        }
    }
}
