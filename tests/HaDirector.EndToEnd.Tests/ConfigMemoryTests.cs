using HaDirector.Config;
using HaDirector.Daemon.Configuration;

namespace HaDirector.EndToEnd.Tests;

/// <summary>What a reload reads again: only what has other bytes.</summary>
public sealed class ConfigMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hadirector-memory-").FullName;

    private string File => Path.Combine(_folder, "hadirector.yaml");

    private string Key => Path.Combine(_folder, "pair.key");

    [Fact]
    public void The_same_bytes_are_the_same_plan_and_others_are_another()
    {
        Write("");
        ConfigMemory memory = new(File, "lb01");
        LoadResult first = memory.Load(out byte[] content);
        Assert.NotNull(first.Plan);
        Assert.Equal(System.IO.File.ReadAllBytes(File), content);

        Write(""); // written again, the same
        Assert.Same(first.Plan, memory.Load(out content).Plan);
        Assert.Equal(System.IO.File.ReadAllBytes(File), content);

        Write("# another comment\n");
        LoadResult second = memory.Load(out _);
        Assert.NotNull(second.Plan);
        Assert.NotSame(first.Plan, second.Plan);
    }

    [Fact]
    public void A_secret_that_changed_or_went_is_read_again()
    {
        Write("");
        ConfigMemory memory = new(File, "lb01");
        LoadResult first = memory.Load(out _);
        System.IO.File.WriteAllText(Key, "another-secret-of-the-pair");
        LoadResult second = memory.Load(out _);
        Assert.False(first.Plan!.Peer!.Key.Span.SequenceEqual(second.Plan!.Peer!.Key.Span));
        Assert.Same(second.Plan, memory.Load(out _).Plan);
        System.IO.File.Delete(Key);
        Assert.Null(memory.Load(out _).Plan);
    }

    [Fact]
    public void What_was_refused_is_never_remembered_as_good()
    {
        Write("");
        ConfigMemory memory = new(File, "lb01");
        Assert.NotNull(memory.Load(out _).Plan);
        Write("nonsense: true\n");
        Assert.True(memory.Load(out _).Errors > 0);
        Assert.True(memory.Load(out _).Errors > 0);
        Write("");
        Assert.Equal(0, memory.Load(out _).Errors);
        System.IO.File.Delete(File);
        Assert.True(memory.Load(out _).Errors > 0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string end)
    {
        if (!System.IO.File.Exists(Key)) System.IO.File.WriteAllText(Key, "a-secret-of-the-pair-here");
        System.IO.File.WriteAllText(File, $$"""
            directors:
              lb01: { address: 192.0.2.11 }
              lb02: { address: 192.0.2.12 }
            pair: { key_file: {{Key}} }
            services:
              web: { address: "tcp://192.0.2.80:80", forwarding: nat, servers: [ { address: 192.0.2.21 } ] }
            {{end}}
            """);
    }
}
