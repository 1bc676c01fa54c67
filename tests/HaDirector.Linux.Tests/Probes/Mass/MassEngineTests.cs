using System.Net;
using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Probes.Mass;

public class MassEngineTests
{
    private static Socket Listen(IPAddress address, int backlog = 128)
    {
        Socket listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(backlog);
        return listener;
    }

    private static IpEndpoint At(Socket listener)
    {
        IPEndPoint endpoint = (IPEndPoint)listener.LocalEndPoint!;
        Assert.True(IpAddress.TryFrom(endpoint.Address, out IpAddress address));
        return new IpEndpoint(address, (ushort)endpoint.Port);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_listening_port_passes(string address)
    {
        using Socket listener = Listen(IPAddress.Parse(address));
        ProbeResult result = MassBench.Run(TcpProbeTests.Check(new TcpCheck(), At(listener)));
        Assert.Equal((true, "connected", ProbeOutcome.Passed), (result.Passed, result.Detail, result.Outcome));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_closed_port_is_refused(string address)
    {
        Socket listener = Listen(IPAddress.Parse(address));
        IpEndpoint target = At(listener);
        listener.Dispose();
        ProbeResult result = MassBench.Run(TcpProbeTests.Check(new TcpCheck(), target));
        Assert.Equal((false, "connection refused", ProbeOutcome.Refused, Fault.Server), (result.Passed, result.Detail, result.Outcome, result.Fault));
    }

    [Fact]
    public void The_servers_program_sees_no_check_unless_it_is_asked_to()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        CheckSpec spec = TcpProbeTests.Check(new TcpCheck(), At(listener)) with { Interval = TimeSpan.FromMilliseconds(5) };
        using (MassBench bench = new(spec)) bench.Until(() => bench.Done >= 50);
        Assert.False(listener.Poll(0, SelectMode.SelectRead));

        using (MassBench bench = new(spec with { Kind = new TcpCheck(Full: true) }))
        {
            bench.Until(() => bench.Done >= 3);
            Assert.All(bench.Results, one => Assert.True(one.Result.Passed, one.Result.Detail));
        }
        using Socket accepted = listener.Accept();
        Assert.Equal(0, accepted.Receive(new byte[1])); // closed in good order, not reset
    }
}
