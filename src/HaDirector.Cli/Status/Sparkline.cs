namespace HaDirector.Cli.Status;

/// <summary>Numbers over time as one word of bars, as high as they are compared to the highest.</summary>
internal static class Sparkline
{
    /// <summary>Bars of a line.</summary>
    public const int Bars = 20;

    private const string Blocks = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588", Ascii = "_.-:=+*#";

    /// <summary>Draws them, the oldest first; blanks are what is not known.</summary>
    /// <param name="values">The numbers, none below 0.</param>
    /// <param name="terminal">Blocks; else ASCII.</param>
    public static string Of(IReadOnlyList<double?> values, bool terminal)
    {
        double highest = values.Max() ?? 0;
        string bars = terminal ? Blocks : Ascii;
        // What is not nothing is more than the lowest bar.
        return string.Concat(values.Select(value => value switch
        {
            null => ' ',
            0 => bars[0],
            { } number => bars[1 + (int)Math.Min(number / highest * (bars.Length - 1), bars.Length - 2)],
        })).TrimStart();
    }
}
