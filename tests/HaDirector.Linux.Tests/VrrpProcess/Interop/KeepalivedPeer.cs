using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess.Interop;

/// <summary>A real keepalived.</summary>
internal sealed class KeepalivedPeer(Lan lan, InteropCase how) : IPeer
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hd-keepalived-").FullName;
    private PeerProcess? _process;

    public bool IsMaster => lan.Ip("b", "-o address").Contains($" {how.Wanted.Split('/')[0]}/", StringComparison.Ordinal);

    public string Described => lan.Ip("b", "-o address") + _process?.Said;

    public void Start(int priority)
    {
        string config = Path.Combine(_folder, "keepalived.conf");
        File.WriteAllText(config, $$"""
            global_defs {
                router_id peer
                vrrp_version {{how.Version}}
            }
            vrrp_instance web {
                interface eth0
                virtual_router_id {{InteropCase.Router}}
                priority {{priority}}
                advert_int {{how.Centiseconds / 100}}.{{how.Centiseconds % 100:00}}
                {{(how.PeerVirtualMac ? "use_vmac" : "")}}
                {{(how.Password is null ? "" : $"authentication {{\n auth_type PASS\n auth_pass {how.Password}\n}}")}}
                {{(how.Unicast ? $"unicast_src_ip {how.HostAddress(1)}\nunicast_peer {{\n {how.HostAddress(0)}\n}}" : "")}}
                virtual_ipaddress {
                    {{string.Join('\n', how.Addresses)}}
                }
            }

            """);
        string Pid(string kind) => Path.Combine(_folder, kind + ".pid");
        _process?.Dispose();
        foreach (string left in Directory.GetFiles(_folder, "*.pid")) File.Delete(left); // it takes a dead process that nobody collected yet for a living one
        _process = new PeerProcess(
            lan, "b", "keepalived", "--dont-fork", "--log-console", "--vrrp", "-f", config,
            "-p", Pid("parent"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd"));
    }

    public void Stop() => _process?.Stop();

    public void Kill() => _process?.Dispose();

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
