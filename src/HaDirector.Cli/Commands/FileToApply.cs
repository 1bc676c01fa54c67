using System.CommandLine;
using HaDirector.Daemon.Configuration;

namespace HaDirector.Cli.Commands;

/// <summary>The file of the verbs plan and apply.</summary>
internal sealed class FileToApply
{
    /// <summary>Bound of each wait: a file of ten thousand services takes seconds, and the director may be busy with another.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>FILE.</summary>
    public Argument<string?> Argument { get; } = new("FILE") { Description = "The configuration file; - is standard input.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Reads it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="reason">Why it cannot be read.</param>
    public bool TryRead(ParseResult parsed, out byte[] content, out string name, out string reason)
    {
        (content, name, reason) = ([], "", "");
        if (parsed.GetValue(Argument) is not { } path)
        {
            reason = "say which FILE";
            return false;
        }
        name = path == "-" ? "(standard input)" : Path.GetFullPath(path);
        try
        {
            using Stream input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using MemoryStream text = new();
            byte[] part = new byte[64 * 1024];
            for (int length = input.Read(part); length > 0; length = input.Read(part))
            {
                text.Write(part, 0, length);
                if (text.Length <= ConfigReader.LengthMax) continue;
                reason = $"{name} is larger than 64 MiB";
                return false;
            }
            content = text.ToArray();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = e.Message;
            return false;
        }
    }
}
