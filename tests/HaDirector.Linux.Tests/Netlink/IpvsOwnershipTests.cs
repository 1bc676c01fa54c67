using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Netlink;

public sealed class IpvsOwnershipTests : IDisposable
{
    private static readonly ServiceKey Five = ServiceKey.Mark(5, IpFamily.V4);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("hd-owned-");

    private string File => Path.Combine(_directory.FullName, IpvsOwnership.FileName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_one_process_owned_the_next_one_owns()
    {
        IpvsOwnership first = new(_directory.FullName);
        Assert.Null(first.Problem);
        Assert.Empty(first.Keys);
        first.Claim([Five]);
        IpvsOwnership second = new(_directory.FullName);
        Assert.Contains(Five, second.Keys);
        Assert.Single(second.Keys);
        Assert.Equal([File], Directory.EnumerateFiles(_directory.FullName)); // no draft is left behind
    }

    [Fact]
    public void Same_list_is_not_written_again()
    {
        IpvsOwnership ownership = new(_directory.FullName);
        ownership.Claim([Five]);
        System.IO.File.Delete(File);
        ownership.Claim([Five]);
        Assert.False(System.IO.File.Exists(File));
        ownership.Release([Five]);
        Assert.True(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData("garbage\nmark:5\n", true, "1 lines name no service")]
    [InlineData("\0\u0001\u0002", false, "1 lines name no service")]
    [InlineData("", false, null)]
    public void Damaged_file_owns_what_can_be_read_and_says_so(string content, bool owns, string? problem)
    {
        System.IO.File.WriteAllText(File, content);
        IpvsOwnership ownership = new(_directory.FullName);
        Assert.Equal(owns, ownership.Keys.Contains(Five));
        if (problem is null) Assert.Null(ownership.Problem);
        else Assert.EndsWith(problem, ownership.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_that_cannot_be_written_is_an_io_error_and_changes_nothing()
    {
        IpvsOwnership ownership = new(Path.Combine(_directory.FullName, "missing"));
        Assert.ThrowsAny<IOException>(() => ownership.Claim([Five]));
        Assert.DoesNotContain(Five, ownership.Keys);
    }
}
