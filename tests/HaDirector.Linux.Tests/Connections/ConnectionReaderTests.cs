using System.Text;
using HaDirector.Ipvs.Connections;
using HaDirector.Linux.Connections;

namespace HaDirector.Linux.Tests.Connections;

public sealed class ConnectionReaderTests
{
    private const string Heading = "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n";

    [Theory]
    [InlineData(1)]
    [InlineData(67)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void Every_line_is_read_however_the_kernel_cuts_the_pages(int pageBytes)
    {
        string text = Heading + string.Concat(Enumerable.Range(1, 1000).Select(Line));
        using ConnectionReader reader = Reader(text, pageBytes);
        for (int port = 1; port <= 1000; port++)
        {
            Assert.True(reader.TryRead(out ConnectionEntry entry));
            Assert.Equal(port, entry.Client.Port);
        }
        Assert.False(reader.TryRead(out _));
        Assert.Equal(1000, reader.Entries);
        Assert.Empty(reader.Faults);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40_000)]
    public void Bad_and_endless_lines_are_counted_and_passed_over(int pageBytes)
    {
        string text = Heading + Line(1) + "TCP nonsense\n" + Line(2) + new string('x', 70_000) + "\n" + Line(3) + new string('y', 600) + "\n" + Line(4) + Line(5).TrimEnd('\n');
        using ConnectionReader reader = Reader(text, pageBytes);
        List<int> ports = [];
        while (reader.TryRead(out ConnectionEntry entry)) ports.Add(entry.Client.Port);
        Assert.Equal([1, 2, 3, 4, 5], ports);
        Assert.Equal([(ConnectionLineFault.TooLong, 2), (ConnectionLineFault.Address, 1)], reader.Faults);
    }

    [Fact]
    public void Reading_ends_where_the_stream_does_even_inside_an_endless_line()
    {
        using ConnectionReader reader = Reader(new string('x', 70_000), 1000);
        Assert.False(reader.TryRead(out _));
        Assert.Equal([(ConnectionLineFault.TooLong, 1)], reader.Faults);
    }

    private static string Line(int port) => $"TCP C0000201 {port:X4} C0000250 0050 C6336415 1F90 ESTABLISHED     899\n";

    private static ConnectionReader Reader(string text, int pageBytes) => new(new Pages(Encoding.ASCII.GetBytes(text), pageBytes), withOrigin: false) { TimeShare = 1 };

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class Pages(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
