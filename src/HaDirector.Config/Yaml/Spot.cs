namespace HaDirector.Config.Yaml;

/// <summary>A place in the file being read, from 1.</summary>
internal readonly record struct Spot(int Line, int Column) : IComparable<Spot>
{
    public static readonly Spot Start = new(1, 1);

    public int CompareTo(Spot other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
}

/// <summary>A bound value that remembers where it was written, so that a rule can point at it.</summary>
internal readonly record struct Located<T>(T Value, Spot At);

/// <summary>What is being bound, for messages ("'priority'", "an item of 'servers'"), and where it is named.</summary>
internal readonly record struct Label(string Text, Spot At);
