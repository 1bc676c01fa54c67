using System.Diagnostics;
using System.Globalization;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>A real keepalived (version 3, multicast) in the namespace of a host.</summary>
internal sealed class Keepalived : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hd-keepalived-").FullName;
    private readonly Process _process;

    public Keepalived(Lan lan, string host, int priority, string options = "")
    {
        string config = Path.Combine(_folder, "keepalived.conf");
        File.WriteAllText(config, $$"""
            global_defs {
                router_id peer
                vrrp_version 3
            }
            vrrp_instance web {
                interface eth0
                virtual_router_id 51
                priority {{priority}}
                advert_int 0.1
                {{options}}
                virtual_ipaddress {
                    192.0.2.80/24
                }
            }

            """);
        string Pid(string kind) => Path.Combine(_folder, kind + ".pid");
        ProcessStartInfo start = new("ip",
        [
            "netns", "exec", lan.Name(host), "keepalived", "--dont-fork", "--log-console", "--vrrp", "-f", config,
            "-p", Pid("parent"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd"),
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Resigns and ends.</summary>
    public void Stop()
    {
        Command.Run("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));
        Assert.True(_process.WaitForExit(Wait.Limit), "keepalived does not end");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
