using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Config.Assembly;

/// <summary>The director a plan is made for, among all of the file.</summary>
/// <param name="director">Its name.</param>
/// <param name="directors">All of the file.</param>
internal sealed class Here(string director, IReadOnlyList<DirectorSpec> directors)
{
    /// <summary>Its name.</summary>
    public string Name => director;

    public IReadOnlyList<DirectorSpec> Directors => directors;

    /// <summary>Its own address; not set when the file gives none.</summary>
    public IpAddress Address { get; } = directors.FirstOrDefault(d => d.Name == director)?.Address ?? default;

    /// <summary>Addresses of the others, as far as the file gives them.</summary>
    public IReadOnlyList<IpAddress> Others { get; } = [.. directors.Where(d => d.Name != director).Select(d => d.Address).OfType<IpAddress>()];

    /// <summary>The value of this director; default when it has none.</summary>
    public T? On<T>(Located<PerDirector<T>>? value) => value?.Value.On(director) is { } mine ? mine.Value : default;
}
