using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>The control section as written.</summary>
internal sealed class ControlDraft : Draft
{
    public Located<string>? Socket { get; set; }

    public Located<PerDirector<IpEndpoint>>? Metrics { get; set; }
}

/// <summary>The keys of control.</summary>
internal static class ControlTable
{
    /// <summary>sun_path holds 108 bytes with its end.</summary>
    private static readonly ScalarShape<string> SocketPath = Scalars.Path(107);

    public static readonly MappingShape<ControlDraft> Shape = new("control", "a mapping such as { metrics: 127.0.0.1:9100 }",
        new Field<ControlDraft, string>("socket", SocketPath, (d, v) => d.Socket = v)
        {
            Default = "(control.sock in the run directory, /run/hadirector)",
            Help = "Path of the control socket, where hadirector status asks.",
        },
        new Field<ControlDraft, PerDirector<IpEndpoint>>(
            "metrics", new PerDirectorShape<IpEndpoint>(Addresses.Listen),
            (d, v) => d.Metrics = v)
        {
            Default = "(only on the control socket)",
            Help = "TCP address for /metrics, one or one per director; never a virtual address, which moves.",
        })
    { AllowEmpty = true };
}
