using HaDirector.Cli;
using HaDirector.Cli.Commands;
using HaDirector.Daemon;
using HaDirector.VrrpProcess;

namespace HaDirector.EndToEnd.Tests;

/// <summary>The command line of `run`, which is parsed by hand.</summary>
public sealed class RunArgumentsTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("run --config /etc/x.yaml --director lb01 --run-dir /run/x --log json")]
    [InlineData("run --config=/etc/x.yaml --log=text")]
    public void A_plain_run_is_handed_on_as_it_is(string line)
    {
        Assert.True(RunArguments.TryParse(line.Split(' '), out VrrpProcessOptions? options));
        Assert.Equal(line.Split(' ')[1..], options.DirectorArguments);
        Assert.Empty(Verbs.Make().Parse(line.Split(' ')).Errors); // both parsers agree
    }

    [Theory]
    [InlineData("")]
    [InlineData("status")]
    [InlineData("run --help")]
    [InlineData("run --config")]
    [InlineData("run --config --director")]
    [InlineData("run --config=")]
    [InlineData("run --log xml")]
    [InlineData("run --colour red")]
    [InlineData("run now")]
    public void Anything_else_is_left_to_the_full_parser(string line) =>
        Assert.False(RunArguments.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), out _));

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
    [InlineData(null, "/run/b:/run/c", "/run/b")]
    [InlineData(null, "", "/run/hadirector")]
    [InlineData(null, null, "/run/hadirector")]
    public void The_run_directory_is_that_of_the_option_then_of_the_manager(string? option, string? environment, string expected) =>
        Assert.Equal(expected, DirectorOptions.RunDirectoryOf(option, environment));
}
