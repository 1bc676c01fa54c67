using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>nginx on loopback ports, until it is disposed.</summary>
internal sealed class NginxServer : IDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private NginxServer(string folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>Starts it with server blocks and waits until a port is open.</summary>
    /// <param name="port">One of the ports the blocks listen on.</param>
    /// <param name="servers">Server blocks; $FOLDER stands for the folder the files are in.</param>
    /// <param name="files">Files that can be asked for.</param>
    public static async Task<NginxServer> Start(int port, string servers, params (string Name, string Text)[] files)
    {
        string folder = Directory.CreateTempSubdirectory("hd-nginx-").FullName;
        string config = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(config, $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log {{folder}}/error.log;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/1; proxy_temp_path {{folder}}/2; fastcgi_temp_path {{folder}}/3; uwsgi_temp_path {{folder}}/4; scgi_temp_path {{folder}}/5;
              gzip on; gzip_min_length 1; gzip_types *;
              {{servers.Replace("$FOLDER", folder, StringComparison.Ordinal)}}
            }
            """);
        foreach ((string name, string text) in files) await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        NginxServer server = new(folder, Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-c", config]) { RedirectStandardError = true })!);
        for (int i = 0; i < 1000; i++)
        {
            if ((await ProbeCatalog.Run(TcpProbeTests.Check(new TcpCheck(), Endpoint(port)), CancellationToken.None)).Passed) return server;
            await Task.Delay(20);
        }
        server.Dispose();
        throw new InvalidOperationException("nginx did not start");
    }

    public static IpEndpoint Endpoint(int port) => new(IpAddress.Parse("127.0.0.1"), (ushort)port);

    /// <summary>Ports that were free a moment ago, all different.</summary>
    public static int[] FreePorts(int count)
    {
        Socket[] sockets = new Socket[count];
        for (int i = 0; i < count; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets[i].Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }
        int[] ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        foreach (Socket socket in sockets) socket.Dispose();
        return ports;
    }

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
