namespace HaDirector.Tests;

internal static class Allocation
{
    /// <summary>
    /// What a thread may be charged without having asked for it, in bytes: a collection that another test causes adds what is left of its allocation
    /// buffer, 8 KiB. Work that is repeated thousands of times and allocates costs far more.
    /// </summary>
    public const long Noise = 16 * 1024;
}
