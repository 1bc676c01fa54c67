namespace HaDirector.Config;

/// <summary>hadirector check: every finding about a file.</summary>
public static class CheckVerb
{
    /// <summary>Renders a result: text for people or JSON for programs; exit code 1 when there are errors.</summary>
    public static VerbOutput Run(LoadResult result, string fileName, bool json) => throw new NotImplementedException();
}
