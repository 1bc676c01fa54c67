namespace HaDirector.Stage;

/// <summary>The verb <c>hadirector drill</c>.</summary>
public static class DrillCommand
{
    /// <summary>Runs the drill and writes its report; 0 when every expectation was met, 1 when not, 2 when it could not be run.</summary>
    public static int Run(DrillOptions options, TextWriter output)
    {
        output.WriteLine($"drill: {options.Faults.Count} faults, {options.Repeat} times each, of {options.ConfigFile}");
        return 2;
    }
}
