namespace HaDirector.Config;

/// <summary>hadirector schema: the JSON Schema (draft 2020-12) of the configuration, for editors.</summary>
public static class Schema
{
    /// <summary>The schema as indented JSON, generated from the declarations that bind the file.</summary>
    public static string Render() => throw new NotImplementedException();
}
