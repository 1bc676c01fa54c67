using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>The treatment of the kernel's table as written.</summary>
internal sealed class IpvsPolicyDraft : Draft
{
    public Located<bool>? Required { get; set; }

    /// <summary>True removes.</summary>
    public Located<bool>? RemoveOnStop { get; set; }
}

/// <summary>The keys of ipvs.</summary>
internal static class IpvsPolicyTable
{
    private static readonly ChoiceShape<bool> OnStop = new("policy", ("remove", true), ("keep", false));

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
        })
    { AllowEmpty = true };
}
