namespace HaDirector.Config;

/// <summary>hadirector init: a commented starting file that loads as it is.</summary>
public static class InitText
{
    /// <summary>The file for a pair whose first director is <paramref name="director"/> (this host; null is lb01).</summary>
    public static string For(string? director) => throw new NotImplementedException();
}
