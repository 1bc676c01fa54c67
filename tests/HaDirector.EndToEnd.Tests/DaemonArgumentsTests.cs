using HaDirector.Cli;
using HaDirector.Cli.Commands;
using HaDirector.Daemon;

namespace HaDirector.EndToEnd.Tests;

/// <summary>The options of `run` and of the director process, which are parsed by hand.</summary>
public sealed class DaemonArgumentsTests
{
    [Theory]
    [InlineData("", null, null, null, false)]
    [InlineData("--config /etc/x.yaml --director lb01 --run-dir /run/x --log json", "/etc/x.yaml", "lb01", "/run/x", true)]
    [InlineData("--config=/etc/x.yaml --log=text", "/etc/x.yaml", null, null, false)]
    public void Plain_options_are_understood_and_the_full_parser_agrees(string line, string? config, string? director, string? runDirectory, bool json)
    {
        Assert.True(DaemonArguments.TryParse(Words(line), out DaemonArguments? parsed));
        Assert.Equal(new DaemonArguments(config, director, runDirectory, json), parsed);
        Assert.Empty(Verbs.Make().Parse(["run", .. Words(line)]).Errors);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--config")]
    [InlineData("--config --director")]
    [InlineData("--config=")]
    [InlineData("--log xml")]
    [InlineData("--colour red")]
    [InlineData("now")]
    public void Anything_else_is_left_to_the_full_parser(string line) => Assert.False(DaemonArguments.TryParse(Words(line), out _));

    [Theory]
    [InlineData("run --log xml")]
    [InlineData("run --colour red")]
    [InlineData("status --format xml")]
    [InlineData("check")]
    [InlineData("frobnicate")]
    [InlineData("realserver")]
    public void The_full_parser_says_what_is_wrong(string line) => Assert.NotEmpty(Verbs.Make().Parse(line.Split(' ')).Errors);

    [Theory]
    [InlineData("/run/a", "/run/b", "/run/a")]
    [InlineData("/run/x/../a", "/run/b", "/run/a")]
    [InlineData(null, "/run/b:/run/c", "/run/b")]
    [InlineData(null, "", "/run/hadirector")]
    [InlineData(null, null, "/run/hadirector")]
    public void The_run_directory_is_that_of_the_option_then_of_the_manager(string? option, string? environment, string expected) =>
        Assert.Equal(expected, DirectorOptions.RunDirectoryOf(option, environment));

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
