namespace HaDirector.Ipvs.Connections;

/// <summary>Why a line of the connection table could not be read.</summary>
public enum ConnectionLineFault : byte
{
    /// <summary>It could.</summary>
    None,

    /// <summary>Longer than the kernel writes.</summary>
    TooLong,

    /// <summary>A field is missing, or there is one too many.</summary>
    Fields,

    /// <summary>The protocol is no word.</summary>
    Protocol,

    /// <summary>An address is neither eight hexadecimal digits nor eight groups of four.</summary>
    Address,

    /// <summary>Client and virtual address are of different families.</summary>
    Family,

    /// <summary>A port is not four hexadecimal digits.</summary>
    Port,

    /// <summary>The state is no word.</summary>
    State,

    /// <summary>The origin is neither LOCAL nor SYNC.</summary>
    Origin,

    /// <summary>The time is no number.</summary>
    Expires,
}
