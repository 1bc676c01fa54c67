using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Language;

/// <summary>The treatment of the kernel's table as written.</summary>
internal sealed class IpvsPolicyDraft : Draft
{
    public Located<bool>? Required { get; set; }

    /// <summary>True removes.</summary>
    public Located<bool>? RemoveOnStop { get; set; }

    public Located<ForeignServices>? Foreign { get; set; }

    public Located<int>? ConnTabBits { get; set; }

    public Located<TimeoutsDraft>? Timeouts { get; set; }

    public Located<KernelSettingsDraft>? Settings { get; set; }
}

/// <summary>The keys of ipvs.</summary>
internal static class IpvsPolicyTable
{
    private static readonly ChoiceShape<bool> OnStop = new("policy", ("remove", true), ("keep", false));

    private static readonly ChoiceShape<ForeignServices> Foreign =
        new("policy", ("keep", ForeignServices.Keep), ("report", ForeignServices.Report), ("remove", ForeignServices.Remove));

    public static readonly MappingShape<IpvsPolicyDraft> Shape = new("ipvs", "a mapping such as { required: true }",
        new Field<IpvsPolicyDraft, bool>("required", Scalars.Boolean, (d, v) => d.Required = v)
        {
            Default = "false",
            Help = "Whether a kernel without ip_vs ends the daemon; otherwise VRRP and checks run on and the lack is a condition "
                + "in the status.",
        },
        new Field<IpvsPolicyDraft, bool>("on_stop", OnStop, (d, v) => d.RemoveOnStop = v)
        {
            Default = "remove",
            Elsewhere = ["lvs_flush_on_stop"],
            Help = "At a clean stop, remove our services from the kernel's table or keep them.",
        },
        new Field<IpvsPolicyDraft, ForeignServices>("foreign", Foreign, (d, v) => d.Foreign = v)
        {
            Default = "keep",
            Elsewhere = ["lvs_flush", "others"],
            Help = "Services of the kernel's table that are neither in the file nor ours: keep (left alone, shown in the status), report (a condition names them, too) "
                + "or remove (the whole table is ours).",
        },
        new Field<IpvsPolicyDraft, int>("conn_tab_bits", Scalars.Number(8, 27), (d, v) => d.ConnTabBits = v)
        {
            Default = "(not looked at)",
            Elsewhere = ["tab_bits"],
            Help = "Size of the kernel's connection table, 2^N lists. Only the module's own option can set it, before it is loaded: "
                + "a difference is a condition with the line for /etc/modprobe.d.",
        },
        new Field<IpvsPolicyDraft, TimeoutsDraft>("timeouts", TimeoutsTable.Shape, (d, v) => d.Timeouts = v)
        {
            Default = "(left alone)",
            Elsewhere = ["lvs_timeouts", "timeout"],
            Help = "How long the kernel remembers connections.",
        },
        new Field<IpvsPolicyDraft, KernelSettingsDraft>("settings", KernelSettingsTable.Shape, (d, v) => d.Settings = v)
        {
            Default = "(what the file needs)",
            Elsewhere = ["sysctl", "sysctls"],
            Help = "Kernel settings net.ipv4.vs.NAME. They are kept as written, and stay at a stop.",
        })
    { AllowEmpty = true };
}
