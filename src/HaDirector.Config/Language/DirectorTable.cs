using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>One director as written.</summary>
internal sealed class DirectorDraft : Draft
{
    public Located<IpAddress>? Address { get; set; }
}

/// <summary>The keys of directors.NAME.</summary>
internal static class DirectorTable
{
    public static readonly MappingShape<DirectorDraft> Shape = new("directors.NAME", "a mapping such as { address: 192.0.2.11 }",
        new Field<DirectorDraft, IpAddress>("address", Addresses.Address, (d, v) => d.Address = v)
        {
            Help = "The director's own address, not a virtual one.",
        })
    { AllowEmpty = true };
}
