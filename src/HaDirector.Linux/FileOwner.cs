using HaDirector.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace HaDirector.Linux;

/// <summary>Who owns a file, and whose group it has.</summary>
public static class FileOwner
{
    private const uint Same = uint.MaxValue; // fchown's -1

    /// <summary>Gives a file the owner and the group of another; the group alone when the owner may not be given, nothing when neither may.</summary>
    /// <param name="file">The file, open.</param>
    /// <param name="like">Path of the other; a link is followed.</param>
    /// <returns>Whether it has the other's group now. Where not, its own group is not one to give the other's rights to.</returns>
    public static bool Take(SafeFileHandle file, string like) =>
        Libc.FileStatus(like, 0, out uint owner, out uint group, out _) == 0
        && (Libc.ChangeOwner(file, owner, group) == 0 || Libc.ChangeOwner(file, Same, group) == 0);
}
