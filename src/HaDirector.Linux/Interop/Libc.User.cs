using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    private const int UserBufferBytes = 16 * 1024;

    /// <summary>User id this process acts as.</summary>
    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUser();

    /// <summary>Finds a user by name.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryFindUser(string name, out uint user, out uint group)
    {
        (user, group) = (0, 0);
        byte* entry = stackalloc byte[64]; // struct passwd: name, password, user id, group id, ...
        void* found;
        byte[] buffer = new byte[UserBufferBytes];
        fixed (byte* first = buffer)
        {
            if (GetUser(name, entry, first, UserBufferBytes, &found) != 0 || found is null) return false;
        }

        (user, group) = (*(uint*)(entry + (2 * sizeof(nint))), *(uint*)(entry + (2 * sizeof(nint)) + 4));
        return true;
    }

    /// <summary>Name of a user; null when there is none of this id.</summary>
    public static string? FindUserName(uint user)
    {
        byte* entry = stackalloc byte[64];
        void* found;
        byte[] buffer = new byte[UserBufferBytes];
        fixed (byte* first = buffer)
        {
            return GetUser(user, entry, first, UserBufferBytes, &found) != 0 || found is null ? null : Marshal.PtrToStringUTF8(*(nint*)entry);
        }
    }

    [LibraryImport(Library, EntryPoint = "getpwuid_r")]
    private static partial int GetUser(uint user, byte* entry, byte* buffer, nuint length, void** found);

    [LibraryImport(Library, EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetUser(string name, byte* entry, byte* buffer, nuint length, void** found);
}
