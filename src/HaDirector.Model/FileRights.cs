namespace HaDirector.Model;

/// <summary>Who owns a file and what may be done with it, as stat(2) tells.</summary>
/// <param name="Owner">User id.</param>
/// <param name="Group">Group id.</param>
/// <param name="Mode">Kind and permission bits.</param>
public readonly record struct FileRights(uint Owner, uint Group, ushort Mode)
{
    private const ushort KindMask = 0xF000, Link = 0xA000, Directory = 0x4000, Regular = 0x8000;
    private const ushort GroupWrites = 0x10, OthersWrite = 0x2, AnyExecutes = 0x49;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & KindMask) == Link;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & KindMask) == Directory;

    /// <summary>Whether it is a file with content, no pipe, device or directory.</summary>
    public bool IsRegular => (Mode & KindMask) == Regular;

    /// <summary>Why a file with these rights is not run as a program; null when it may be.</summary>
    /// <param name="path">What it is called in the answer.</param>
    /// <param name="asRoot">Whether it would run as root.</param>
    public string? WhyNotRun(string path, bool asRoot)
    {
        if (!IsRegular) return $"{path} is not a file";
        if ((Mode & AnyExecutes) == 0) return $"{path} is not executable";
        if (asRoot) return WhyNotTrustedByRoot(path);
        return (Mode & OthersWrite) != 0 ? $"{path} can be written by everybody" : null;
    }

    /// <summary>Why a file or directory with these rights may not lie on the way to a program that runs as root; null when it may.</summary>
    public string? WhyNotTrustedByRoot(string path)
    {
        if (Owner != 0) return $"it would run as root, and {path} belongs to user {Owner}";
        if ((Mode & OthersWrite) != 0) return $"it would run as root, and {path} can be written by everybody";
        if ((Mode & GroupWrites) != 0 && Group != 0) return $"it would run as root, and {path} can be written by group {Group}";
        return null;
    }
}
