using System.Collections;
using System.Globalization;

namespace HaDirector.VrrpProcess;

/// <summary>The environment of the director process: ours, the link, and a runtime tuned for a program that allocates.</summary>
internal static class DirectorEnvironment
{
    // Measured under load: without concurrent collection the pauses are ten times as long; a nursery of 4 MB keeps them shortest.
    // The VRRP process itself wants the contrary (no background threads at all), and has it from the executable's own settings.
    private static readonly (string Name, string Value)[] Runtime =
    [
        ("DOTNET_gcConcurrent", "1"),
        ("DOTNET_GCgen0size", "0x400000"),
        ("DOTNET_TieredCompilation", "1"),
    ];

    // The service manager speaks with the main process only.
    private static readonly string[] Withheld = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID"];

    public static IReadOnlyDictionary<string, string> Make(int linkDescriptor, bool restarted)
    {
        Dictionary<string, string> environment = [];
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) environment[(string)entry.Key] = (string?)entry.Value ?? "";
        foreach (string name in Withheld) environment.Remove(name);
        foreach ((string name, string value) in Runtime) environment[name] = value;
        environment[VrrpProcessOptions.LinkDescriptorVariable] = linkDescriptor.ToString(CultureInfo.InvariantCulture);
        if (restarted) environment[VrrpProcessOptions.RestartedVariable] = "1";
        else environment.Remove(VrrpProcessOptions.RestartedVariable);
        return environment;
    }
}
