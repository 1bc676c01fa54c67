using System.Diagnostics;

namespace HaDirector.Benchmarks;

/// <summary>A web server for thousands of addresses of one namespace: nginx on every local address.</summary>
internal static class AcceptServer
{
    public static Process Start(string netns, string folder)
    {
        string root = Path.Combine(folder, "nginx");
        Directory.CreateDirectory(root);
        return Shell.StartIn(netns, Path.Combine(root, "log"), new Dictionary<string, string>(), "nginx", "-c", Configure(root, 8080), "-p", root);
    }

    /// <summary>Writes the configuration of an nginx that answers "ok" to everything, all in one folder.</summary>
    /// <returns>Its path.</returns>
    public static string Configure(string root, int port)
    {
        string config = Path.Combine(root, "nginx.conf");
        File.WriteAllText(config, $$"""
            daemon off; master_process off; pid {{root}}/pid; error_log {{root}}/error.log; worker_rlimit_nofile 16384;
            events { worker_connections 8192; }
            http {
              access_log off; client_body_temp_path {{root}}/b; proxy_temp_path {{root}}/p; fastcgi_temp_path {{root}}/f; uwsgi_temp_path {{root}}/u; scgi_temp_path {{root}}/s;
              server { listen {{port}} backlog=4096; location / { return 200 "ok\n"; } }
            }
            """);
        return config;
    }
}
