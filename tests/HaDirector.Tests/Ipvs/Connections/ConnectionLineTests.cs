using System.Text;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs.Connections;

public sealed class ConnectionLineTests
{
    [Theory]
    [InlineData("TCP C0000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED     899", "192.0.2.1:40000", "192.0.2.80:80", "198.51.100.21:8080", "ESTABLISHED", 899)]
    [InlineData("UDP C0000201 FFFF C0000250 0035 C6336415 0035 UDP             300", "192.0.2.1:65535", "192.0.2.80:53", "198.51.100.21:53", "UDP", 300)]
    [InlineData(
        "TCP 2001:0db8:0000:0000:0000:0000:0000:0001 9C40 2001:0db8:0000:0000:0000:0000:0000:0080 0050 2001:0db8:0001:0000:0000:0000:0000:0021 0050 TIME_WAIT         7",
        "[2001:db8::1]:40000", "[2001:db8::80]:80", "[2001:db8:1::21]:80", "TIME_WAIT", 7)]
    [InlineData(
        "TCP 2001:0db8:0000:0000:0000:0000:0000:0001 9C40 2001:0db8:0000:0000:0000:0000:0000:0080 0050 C6336415 0050 SYN_RECV         60",
        "[2001:db8::1]:40000", "[2001:db8::80]:80", "198.51.100.21:80", "SYN_RECV", 60)]
    public void A_connection_is_read(string line, string client, string virtualAddress, string server, string state, uint expires)
    {
        Assert.Equal(ConnectionLineFault.None, Read(line, out ConnectionEntry entry));
        Assert.Equal((At(client), At(virtualAddress), At(server), state, expires), (entry.Client, entry.Virtual, entry.Server, entry.State, entry.ExpiresSeconds));
        Assert.False(entry.IsTemplate);
        Assert.Equal(line[..3], entry.Transport.ToString().ToUpperInvariant());
    }

    [Fact]
    public void A_template_is_told_from_a_connection_and_shows_its_mark()
    {
        Read("IP  C0000200 0000 00000005 0000 C6336415 0000 NONE            287", out ConnectionEntry marked);
        Assert.Equal((true, 5u, Transport.None), (marked.IsTemplate, marked.FirewallMark, marked.Transport));
        Read("IP  2001:0db8:0000:0000:0000:0000:0000:0000 0000 0000:0007:0000:0000:0000:0000:0000:0000 0000 2001:0db8:0001:0000:0000:0000:0000:0021 0000 NONE 1", out marked);
        Assert.Equal((true, 7u), (marked.IsTemplate, marked.FirewallMark));
        Read("TCP C0000200 0000 C0000250 0050 C6336415 0050 ASSURED         287", out ConnectionEntry assured);
        Assert.Equal((true, 0u), (assured.IsTemplate, assured.FirewallMark));
        Read("TCP C0000200 0001 C0000250 0050 C6336415 0050 NONE            287", out ConnectionEntry connection);
        Assert.False(connection.IsTemplate);
    }

    [Fact]
    public void What_a_persistence_engine_goes_by_is_read_whatever_the_client_sent()
    {
        Read("UDP C0000201 0000 C0000250 13C4 C6336415 13C4 NONE             60 sip a b \xff@x", out ConnectionEntry entry);
        Assert.Equal(("sip", "a b \xff@x"), (entry.EngineName, entry.EngineData));
        Read("UDP C0000201 0000 C0000250 13C4 C6336415 13C4 NONE             60", out entry);
        Assert.Null(entry.EngineName);
    }

    [Fact]
    public void The_other_file_tells_the_origin()
    {
        const string line = "TCP C0000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED ";
        Assert.Equal((ConnectionLineFault.None, ConnectionOrigin.Local), (ReadWithOrigin(line + "LOCAL      899", out ConnectionEntry entry), entry.Origin));
        Assert.Equal((ConnectionLineFault.None, ConnectionOrigin.Sync), (ReadWithOrigin(line + "SYNC       899", out entry), entry.Origin));
        Assert.Equal(899u, entry.ExpiresSeconds);
        Assert.Equal(ConnectionLineFault.Origin, ReadWithOrigin(line + "OTHER      899", out _));
        Assert.Equal(ConnectionLineFault.Fields, ReadWithOrigin(line + "SYNC       899 sip x", out _));
    }

    [Theory]
    [InlineData("", ConnectionLineFault.Protocol)]
    [InlineData("TCP", ConnectionLineFault.Address)]
    [InlineData("ANAMETHATISFARTOOLONG C0000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1", ConnectionLineFault.Protocol)]
    [InlineData("TCP C000020G 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1", ConnectionLineFault.Address)]
    [InlineData("TCP C000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1", ConnectionLineFault.Address)]
    [InlineData("TCP 2001:0db8:0000:0000:0000:0000-0000:0001 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1", ConnectionLineFault.Address)]
    [InlineData("TCP 2001:0db8:0000:0000:0000:0000:0000:0001 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1", ConnectionLineFault.Family)]
    [InlineData("TCP C0000201 19C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1", ConnectionLineFault.Port)]
    [InlineData("TCP C0000201 9C40 C0000250 0050 C6336415 1F90", ConnectionLineFault.State)]
    [InlineData("TCP C0000201 9C40 C0000250 0050 C6336415 1F90 \u0001 1", ConnectionLineFault.State)]
    [InlineData("TCP C0000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED", ConnectionLineFault.Expires)]
    [InlineData("TCP C0000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED -1", ConnectionLineFault.Expires)]
    [InlineData("TCP C0000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1 sip", ConnectionLineFault.Fields)]
    public void A_bad_line_has_a_reason(string line, ConnectionLineFault fault) => Assert.Equal(fault, Read(line, out _));

    [Fact]
    public void A_line_longer_than_any_of_the_kernel_is_refused() =>
        Assert.Equal(ConnectionLineFault.TooLong, Read("TCP C0000201 9C40 C0000250 0050 C6336415 1F90 ESTABLISHED 1 sip " + new string('x', ConnectionLine.BytesMax), out _));

    [Fact]
    public void A_timer_that_just_ran_out_is_zero_however_it_is_written()
    {
        Read("TCP C0000201 9C40 C0000250 0050 C6336415 1F90 CLOSE 18446744073709551", out ConnectionEntry entry);
        Assert.Equal(0u, entry.ExpiresSeconds);
    }

    [Fact]
    public void No_bytes_break_the_reader()
    {
        Random random = new(7);
        byte[] good = Encoding.Latin1.GetBytes("TCP 2001:0db8:0000:0000:0000:0000:0000:0001 9C40 2001:0db8:0000:0000:0000:0000:0000:0080 0050 C6336415 1F90 ESTABLISHED     899 sip abc");
        for (int i = 0; i < 100_000; i++)
        {
            byte[] line = [.. good.AsSpan(0, random.Next(good.Length + 1))];
            for (int changes = random.Next(4); changes > 0 && line.Length > 0; changes--) line[random.Next(line.Length)] = (byte)random.Next(256);
            ConnectionLine.Read(line, out _);
            ConnectionLine.ReadWithOrigin(line, out _);
        }
    }

    private static ConnectionLineFault Read(string line, out ConnectionEntry entry) => ConnectionLine.Read(Encoding.Latin1.GetBytes(line), out entry);

    private static ConnectionLineFault ReadWithOrigin(string line, out ConnectionEntry entry) => ConnectionLine.ReadWithOrigin(Encoding.Latin1.GetBytes(line), out entry);

    private static IpEndpoint At(string text)
    {
        Assert.True(IpEndpoint.TryParse(text, out IpEndpoint endpoint));
        return endpoint;
    }
}
