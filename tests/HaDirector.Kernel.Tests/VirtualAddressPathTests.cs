using System.Net;
using System.Net.Sockets;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Model;
using HaDirector.Probes;
using static HaDirector.Kernel.Tests.Tables;

namespace HaDirector.Kernel.Tests;

/// <summary>Checks that go to a server through the virtual address, on the director that has it and on the one that has not.</summary>
[Collection("kernel")]
public sealed class VirtualAddressPathTests : IDisposable
{
    private const string Director = "hd-path-lb";
    private const string Virtual = "192.0.2.80";
    private static readonly IpAddress Own = IpAddress.Parse("192.0.2.11");
    private static readonly string[] Servers = ["192.0.2.21", "192.0.2.22"];
    private readonly List<Socket> _listeners = [];

    public VirtualAddressPathTests()
    {
        if (RealKernel.Missing is not null) return;
        foreach (string name in (string[])[Director, Name(0), Name(1)]) RealKernel.Run("ip", "netns", "add", name);
        List<string> director = ["link set lo up", "link add br0 type bridge", "link set br0 up", "addr add 192.0.2.11/24 dev br0"];
        for (int i = 0; i < Servers.Length; i++)
            director.AddRange([$"link add s{i} type veth peer name eth0 netns {Name(i)}", $"link set s{i} master br0 up"]);
        Batch(Director, director);
        for (int i = 0; i < Servers.Length; i++) Batch(Name(i), ["link set lo up", "link set eth0 up", $"addr add {Servers[i]}/24 dev eth0"]);
    }

    public void Dispose()
    {
        foreach (Socket listener in _listeners) listener.Dispose();
        if (RealKernel.Missing is not null) return;
        foreach (string name in (string[])[Director, Name(0), Name(1)]) RealKernel.Run("ip", "netns", "delete", name);
    }

    [KernelTheory]
    [InlineData(Forwarding.DirectRouting)]
    [InlineData(Forwarding.Tunnel)]
    public void Each_server_is_reached_by_its_own_way_on_master_and_backup(Forwarding forwarding)
    {
        for (int i = 0; i < Servers.Length; i++) Serve(i, forwarding);
        uint[] marks = Program(forwarding);

        foreach (bool master in (bool[])[false, true])
        {
            if (master)
            {
                Batch(Director, [$"addr add {Virtual}/32 dev br0"]);
                Assert.Equal(ProbeOutcome.TimedOut, Probe(marks[0], "name0", 1000).Outcome); // the answer comes from an address of this host
                Sysctl("net.ipv4.conf.br0.accept_local", "1");
                Sysctl("net.ipv4.conf.all.rp_filter", "1"); // the way back is by the interface that has the address, so even this is good
            }

            for (int i = 0; i < Servers.Length; i++)
            {
                ProbeResult result = Probe(marks[i], $"name{i}");
                Assert.True(result.Passed, $"master {master}, server {i}: {result.Detail}");
            }

            Assert.False(Probe(marks[0], "name1", 1000).Passed);
        }

        // A server that is up, but has not the virtual address, does not serve: that is what such a check is for.
        _listeners[1].Dispose();
        Assert.Equal((false, "connection refused"), (Probe(marks[1], "name1").Passed, Probe(marks[1], "name1").Detail));
        Assert.True(Probe(marks[0], "name0").Passed);
    }

    private static string Name(int server) => $"hd-path-rs{server}";

    private static void Batch(string name, IEnumerable<string> commands) => RealKernel.RunWith(string.Join('\n', commands) + "\n", "ip", "-n", name, "-batch", "-");

    /// <summary>Services of marks, and the service itself, as the director would have them.</summary>
    private static uint[] Program(Forwarding forwarding)
    {
        Dictionary<uint, (IpAddress, Forwarding)> taken = [];
        uint[] marks = [.. Servers.Select(server => ProbePaths.MarkOf(IpAddress.Parse(server), forwarding, taken))];
        DestinationSpec one = new(forwarding, 1);
        IpvsTable table = Table([
            ($"tcp://{Virtual}:80", Service(Spec(), [.. Servers.Select(server => ($"{server}:80", one))])),
            .. marks.Select((mark, i) => ($"mark:{mark}", Service(Spec(), ($"{Servers[i]}:0", one)))),
        ]);
        Inside(Director, () =>
        {
            Assert.True(KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why), why);
            using (kernel) Assert.True(kernel!.Apply(Reconciler.Diff(table, kernel.Read(), _ => true)).Complete);
            return 0;
        });
        return marks;
    }

    /// <summary>A server that has the virtual address and says its name there.</summary>
    private void Serve(int server, Forwarding forwarding)
    {
        string device = forwarding == Forwarding.Tunnel ? "tunl0" : "lo";
        Inside(Name(server), () =>
        {
            foreach (string setting in (string[])["all.arp_ignore=1", "all.arp_announce=2", "all.rp_filter=0", "eth0.rp_filter=0", $"{device}.rp_filter=0"])
                Assert.Null(HaDirector.Linux.Sysctl.Write("net.ipv4.conf." + setting.Split('=')[0], setting.Split('=')[1]));
            return 0;
        });
        Batch(Name(server), [$"link set {device} up", $"addr add {Virtual}/32 dev {device}"]);
        Socket listener = Inside(Name(server), () =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(Virtual), 80));
            socket.Listen(64);
            return socket;
        });
        _listeners.Add(listener);
        _ = Task.Run(() => AnswerAsync(listener, $"name{server}\n"));
    }

    private static async Task AnswerAsync(Socket listener, string name)
    {
        while (true)
        {
            try
            {
                using Socket client = await listener.AcceptAsync();
                await client.SendAsync(System.Text.Encoding.ASCII.GetBytes(name));
                client.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException) when (!listener.SafeHandle.IsClosed)
            {
                // The probe went away, as it may.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // the end of the test
            }
        }
    }

    private static ProbeResult Probe(uint mark, string expected, int timeoutMs = 20_000)
    {
        TcpCheck tcp = new(null, new AnswerPattern(ValueList.Of<byte>(System.Text.Encoding.ASCII.GetBytes(expected)), null), Full: true);
        CheckSpec check = new(tcp, At($"{Virtual}:80"), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(timeoutMs), 1, 1)
        {
            Route = new CheckRoute(Own, null, mark),
        };
        return Inside(Director, () => ProbeCatalog.Run(check, CancellationToken.None).AsTask().GetAwaiter().GetResult());
    }

    private static void Sysctl(string name, string value) => Inside(Director, () =>
    {
        Assert.Null(HaDirector.Linux.Sysctl.Write(name, value));
        return 0;
    });

    /// <summary>Runs code on a thread of its own inside a namespace: what it opens belongs there.</summary>
    private static T Inside<T>(string name, Func<T> code)
    {
        T result = default!;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                NetworkNamespace.Enter(name);
                result = code();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
        return result;
    }
}
