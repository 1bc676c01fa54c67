namespace HaDirector.Ipvs;

/// <summary>What is done with services in the kernel's table that are not in the file and that we did not make.</summary>
public enum ForeignServices : byte
{
    /// <summary>They are left alone, and status shows them.</summary>
    Keep = 0,

    /// <summary>They are left alone, and a condition names them.</summary>
    Report = 1,

    /// <summary>They are removed, and the log names each.</summary>
    Remove = 2,
}
