using System.Reflection;

namespace HaDirector.Daemon;

/// <summary>What this program is called and which version it is.</summary>
public static class Product
{
    /// <summary>The version, without what a build server may append.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
