using HaDirector.Daemon.Configuration;
using HaDirector.Engine;

namespace HaDirector.Daemon.Services;

/// <summary>Says when this host has not what a check needs, before anybody misses its results.</summary>
internal static class CheckFileConditions
{
    /// <summary>What is wrong with the files of a plan's checks: the first of them and how many more, in words; empty when nothing is.</summary>
    public sealed record Finding(string Text);

    /// <summary>Looks at the files.</summary>
    public static Finding Look(IReadOnlyList<CheckFile> files)
    {
        string first = "";
        int wrong = 0;
        foreach (CheckFile file in files)
        {
            // A user that is not known is said by the try; to be root is what asks for more.
            if (HostFiles.WhyNot(file.Path, file.User is not null, file.User is "" or "root") is { } why && wrong++ == 0)
                first = $"{file.Path} cannot be {(file.User is null ? "read" : "run")}: {why}";
        }
        return new Finding(wrong > 1 ? $"{first}; and {wrong - 1} more files" : first);
    }

    /// <summary>Raises the condition or clears it.</summary>
    public static void Follow(Conditions conditions, Finding finding) => conditions.Set(finding.Text.Length > 0, ConditionCatalogue.CheckCannotRun, "", finding.Text);
}
