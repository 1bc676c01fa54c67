using System.Globalization;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>What is wrong with a line of a save file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column of the wrong word, from 1; behind the line when something is missing.</param>
/// <param name="Message">What ipvsadm says to it.</param>
/// <param name="Hint">What is wrong with it or what was meant; null when the message says it.</param>
public sealed record RulesFault(long Line, int Column, string Message, string? Hint)
{
    /// <summary>The fault as a line for people, without its end.</summary>
    public string Text(string file) => string.Create(
        CultureInfo.InvariantCulture, $"{file}:{Line}:{Column}: {Message}{(Hint is null ? "" : $" ({Hint})")}");
}

/// <summary>A line of a save file that stands.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Command">What it asks for.</param>
public readonly record struct RulesStep(long Line, IpvsadmCommand Command);

/// <summary>What a save file says.</summary>
/// <param name="Steps">The lines that stand, in their order.</param>
/// <param name="Faults">The first faults.</param>
/// <param name="FaultCount">How many there are.</param>
/// <param name="Lines">How many lines were read.</param>
/// <param name="Whole">Whether the file was read to its end.</param>
/// <param name="Table">The table when all of the steps are made.</param>
public sealed record Rules(
    IReadOnlyList<RulesStep> Steps, IReadOnlyList<RulesFault> Faults, long FaultCount, long Lines, bool Whole, IpvsTable Table);
