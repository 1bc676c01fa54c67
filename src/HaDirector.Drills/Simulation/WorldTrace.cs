using System.Globalization;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Drills.Simulation;

/// <summary>What happened in a world, a line each, in the order of time.</summary>
/// <param name="everyAdvert">Whether the adverts of the schedule and their arrivals are told too.</param>
public sealed class WorldTrace(bool everyAdvert = false)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether every advert is told.</summary>
    public bool EveryAdvert { get; } = everyAdvert;

    /// <summary>The lines.</summary>
    public string Text => _text.ToString();

    /// <summary>Something that happened to a director, or one of its routers.</summary>
    internal void Note(Instant now, int director, string? router, string what)
    {
        string who = director < 0 ? "" : WorldNames.Director(director);
        _text.Append(CultureInfo.InvariantCulture, $"{(now - World.Begin).TotalSeconds,11:F6}  {who,-5} {router,-5} {what}\n");
    }
}
