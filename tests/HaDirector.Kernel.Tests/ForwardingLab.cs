using System.Net;
using System.Net.Sockets;
using HaDirector.Cli.RealServer;
using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Engine.Marks;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Linux.Processes;

namespace HaDirector.Kernel.Tests;

/// <summary>A client, a director, a real server beside them and one behind the director, each in a namespace, of both families.</summary>
public sealed class ForwardingLab : IDisposable
{
    private const string Client = "hd-fw-cl", Director = "hd-fw-lb", Front = "hd-fw-rs1", Back = "hd-fw-rs2";
    private static readonly string[] Names = [Client, Director, Front, Back];
    private readonly string _folder = Directory.CreateTempSubdirectory("hd-forwarding-").FullName;
    private readonly List<Socket> _listeners = [];

    public ForwardingLab()
    {
        if (RealKernel.Missing is not null) return;
        foreach (string name in Names) RealKernel.Run("ip", "netns", "add", name);
        Ip(Director,
            "link add br0 type bridge", "link set br0 up", "link set lo up",
            $"link add cl type veth peer name eth0 netns {Client}", $"link add rs1 type veth peer name eth0 netns {Front}", $"link add rs2 type veth peer name eth0 netns {Back}",
            "link set cl master br0 up", "link set rs1 master br0 up", "link set rs2 up",
            "addr add 192.0.2.11/24 dev br0", "addr add 2001:db8::11/64 dev br0 nodad", "addr add 192.0.2.80/32 dev br0", "addr add 2001:db8::80/128 dev br0 nodad",
            "addr add 198.51.100.1/24 dev rs2", "addr add 2001:db8:1::1/64 dev rs2 nodad");
        Ip(Client, "link set lo up", "link set eth0 up", "addr add 192.0.2.10/24 dev eth0", "addr add 2001:db8::10/64 dev eth0 nodad");
        Ip(Front, "link set lo up", "link set eth0 up", "addr add 192.0.2.21/24 dev eth0", "addr add 2001:db8::21/64 dev eth0 nodad");
        Ip(Back,
            "link set lo up", "link set eth0 up", "addr add 198.51.100.21/24 dev eth0", "addr add 2001:db8:1::21/64 dev eth0 nodad",
            "route add default via 198.51.100.1", "route add default via 2001:db8:1::1");
        Inside(Director, () => (Sysctl.Write("net.ipv4.ip_forward", "1"), Sysctl.Write("net.ipv6.conf.all.forwarding", "1")));
        foreach (string name in (string[])[Front, Back]) Serve(name);
    }

    /// <summary>Runs 'hadirector realserver' on the server beside the director.</summary>
    public (int Code, string Output) RealServer(string action, string file)
    {
        string path = Path.Combine(_folder, "hadirector.yaml");
        File.WriteAllText(path, file);
        using StringWriter output = new();
        int code = Inside(Front, () => RealServerHalf.Run(action, path, all: false, _folder, output));
        return (code, output.ToString());
    }

    /// <summary>Gives the director's kernel the table of a file, all servers up, with the marks and settings that it needs.</summary>
    public static void Program(string file)
    {
        LoadResult result = ConfigFile.Load(file, "f.yaml", "lb01");
        Assert.True(result.Plan is not null, string.Join('\n', result.Diagnostics));
        IpvsTable table = new ServiceMachine(result.Plan, IpvsTable.Empty, default, static _ => Verdict.Up).Desired;
        Inside(Director, () =>
        {
            if (MarkTable.Make(result.Plan) is { } marks) Assert.Null(Nft.Run(marks));
            Assert.True(KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why), why);
            using (kernel)
            {
                ApplyResult applied = kernel!.Apply(Reconciler.Diff(table, kernel.Read(), _ => true));
                Assert.True(applied.Complete, string.Join('\n', applied.Refused));
                Assert.All(new IpvsSysctls().Ensure(result.Plan.Ipvs.Settings), setting => Assert.True(setting.IsGood, setting.Name));
                return kernel.Read().SameAs(table) ? 0 : throw new InvalidOperationException("the kernel holds another table");
            }
        });
    }

    /// <summary>What the server says that the client reaches at an address.</summary>
    public static string Ask(string address)
    {
        using Socket socket = Inside(Client, () => new Socket(IPEndPoint.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        socket.ConnectAsync(IPEndPoint.Parse(address), limit.Token).AsTask().GetAwaiter().GetResult();
        socket.Send(new byte[4000]); // more than a segment
        byte[] answer = new byte[64];
        int length = socket.ReceiveAsync(answer, limit.Token).AsTask().GetAwaiter().GetResult();
        return System.Text.Encoding.ASCII.GetString(answer, 0, length);
    }

    /// <summary>Packets that came out of a device of the server beside the director.</summary>
    public static long Received(string device) => Inside(Front, () => File.ReadLines("/proc/thread-self/net/dev")
        .Select(line => line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries)).Where(words => words[0] == device).Select(words => long.Parse(words[2])).SingleOrDefault());

    public void Dispose()
    {
        foreach (Socket listener in _listeners) listener.Dispose();
        Directory.Delete(_folder, recursive: true);
        if (RealKernel.Missing is not null) return;
        foreach (string name in Names) RealKernel.Run("ip", "netns", "delete", name);
    }

    private static void Ip(string name, params string[] commands) => RealKernel.RunWith(string.Join('\n', commands) + "\n", "ip", "-n", name, "-batch", "-");

    private void Serve(string name)
    {
        Socket listener = Inside(name, () =>
        {
            Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 80));
            socket.Listen(64);
            return socket;
        });
        _listeners.Add(listener);
        _ = Task.Run(() => AnswerAsync(listener, name));
    }

    private static async Task AnswerAsync(Socket listener, string name)
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            try
            {
                using Socket client = await listener.AcceptAsync();
                for (int got = 0, now; got < 4000 && (now = await client.ReceiveAsync(buffer)) > 0; got += now) continue;
                await client.SendAsync(System.Text.Encoding.ASCII.GetBytes(name));
            }
            catch (SocketException) when (!listener.SafeHandle.IsClosed)
            {
                // The client went away, as it may.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // the end of the test
            }
        }
    }

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
        return failure is null ? result : throw new InvalidOperationException(failure.Message, failure);
    }
}
