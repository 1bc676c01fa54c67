using System.Globalization;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Runs a program and judges how it ends.</summary>
public static class ScriptProbe
{
    /// <summary>One try.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, ScriptCheck script, CancellationToken stop)
    {
        ScriptTask task = new(spec, script.Command, script.User ?? "", EnvironmentOf(spec));
        using CancellationTokenRegistration stopping = stop.UnsafeRegister(static state => ((ScriptTask)state!).Stop(), task);
        ScriptThread.Add(task);
        return await task.Result.ConfigureAwait(false);
    }

    /// <summary>What a program knows of its task. Nothing of the services that use the check: several may.</summary>
    private static Dictionary<string, string> EnvironmentOf(CheckSpec spec) => new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HADIRECTOR_ADDRESS"] = spec.Target.Address.ToString(),
        ["HADIRECTOR_PORT"] = spec.Target.Port.ToString(CultureInfo.InvariantCulture),
        ["HADIRECTOR_TIMEOUT_MS"] = ((long)spec.Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        ["HADIRECTOR_SOURCE"] = spec.Route.Source?.ToString() ?? "",
        ["HADIRECTOR_INTERFACE"] = spec.Route.Interface ?? "",
        ["HADIRECTOR_MARK"] = spec.Route.Mark.ToString(CultureInfo.InvariantCulture),
    };
}
