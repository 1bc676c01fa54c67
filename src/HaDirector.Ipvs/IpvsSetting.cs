namespace HaDirector.Ipvs;

/// <summary>What the value of a kernel setting is.</summary>
public enum SettingKind : byte
{
    /// <summary>True or false, for the kernel 1 or 0.</summary>
    Switch,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>1, 2, 4 and so on.</summary>
    PowerOfTwo,

    /// <summary>Whole seconds.</summary>
    Seconds,

    /// <summary>A defence: off, automatic (when memory is short) or always.</summary>
    Defence,

    /// <summary>Two whole numbers, the first less than the second unless that is 0.</summary>
    Threshold,

    /// <summary>Processors: 0-3,5.</summary>
    Processors,
}

/// <summary>A setting of the kernel's IPVS, net.ipv4.vs.NAME.</summary>
/// <param name="Name">Its name without net.ipv4.vs.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Least">Least value of a number.</param>
/// <param name="Most">Greatest value of a number.</param>
/// <param name="KernelDefault">What the kernel begins with, as the configuration writes it.</param>
/// <param name="Meaning">What it does, in a sentence or two.</param>
public sealed record IpvsSetting(string Name, SettingKind Kind, int Least, int Most, string KernelDefault, string Meaning)
{
    /// <summary>As sysctl(8) writes it.</summary>
    public string FullName => "net.ipv4.vs." + Name;

    /// <summary>Whether a value of the kernel is the wanted one: a defence that is automatic shows as 1 or 2, by whether it is at work now.</summary>
    public bool IsAs(string wanted, string actual) => wanted == actual || (Kind == SettingKind.Defence && wanted == "1" && actual == "2");
}

/// <summary>What one kernel setting is to be.</summary>
/// <param name="Name">Its name without net.ipv4.vs.</param>
/// <param name="Value">As the kernel takes it.</param>
/// <param name="Why">Why, in words: what goes wrong without it, or that the configuration says so.</param>
public readonly record struct WantedSetting(string Name, string Value, string Why);
