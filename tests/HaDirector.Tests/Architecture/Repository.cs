namespace HaDirector.Tests.Architecture;

/// <summary>Finds the checkout the tests were built from, for tests that read its files.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "HaDirector.sln"))) return at.FullName;
        throw new InvalidOperationException("HaDirector.sln was not found above the test assembly");
    }
}
