using HaDirector.Tests.Architecture;

namespace HaDirector.Tests.Config;

/// <summary>Compares text with a file beside the tests; HADIRECTOR_REWRITE=1 writes the file instead.</summary>
internal static class Golden
{
    public static bool Rewrites => Environment.GetEnvironmentVariable("HADIRECTOR_REWRITE") == "1";

    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "HaDirector.Tests", "Config", name);

    public static void Equal(string name, string actual)
    {
        if (Rewrites) File.WriteAllText(PathOf(name), actual);
        Assert.Equal(File.ReadAllText(PathOf(name)), actual);
    }
}
