using System.Text.Json;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;

namespace HaDirector.Kernel.Tests;

/// <summary>`hadirector ipvs` by hand on a real kernel, looked at with ipvsadm.</summary>
[Collection("kernel")]
public sealed class VerbTests : IDisposable
{
    private const string Web = "tcp://192.0.2.80:80";

    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Services_are_added_edited_and_deleted()
    {
        Done("add-service", Web);
        Assert.Equal("-A -t 192.0.2.80:80 -s wlc\n", RealKernel.Saved());
        Done("edit-service", Web, "--scheduler", "mh", "--scheduler-flags", "port,fallback");
        Assert.Equal("-A -t 192.0.2.80:80 -s mh -b mh-fallback,mh-port\n", RealKernel.Saved());
        Done("edit-service", Web, "--persistence", "300s", "--granularity", "24"); // what is not named stays
        Assert.Equal("-A -t 192.0.2.80:80 -s mh -p 300 -M 255.255.255.0 -b mh-fallback,mh-port\n", RealKernel.Saved());
        Done("edit-service", Web, "--persistence", "none", "--scheduler", "rr", "--scheduler-flags", "none");
        Assert.Equal("-A -t 192.0.2.80:80 -s rr\n", RealKernel.Saved());
        Done("delete-service", Web);
        Done("add-service", "udp://[2001:db8::80]:5060", "--engine", "sip", "--persistence", "60s", "--granularity", "64", "--one-packet");
        Assert.Equal("-A -u [2001:db8::80]:5060 -s wlc -p 60 -M 64 --pe sip -o\n", RealKernel.Saved());
        Done("delete-service", "udp://[2001:db8::80]:5060");
        Done("add-service", "mark:5", "--scheduler", "sed");
        Done("add-service", "mark6:5", "--scheduler", "nq");
        Assert.Equal(["-A -f 5 -6 -s nq", "-A -f 5 -s sed"], RealKernel.Saved().TrimEnd().Split('\n').Order(StringComparer.Ordinal));
        Done("clear");
        Assert.Equal("", RealKernel.Saved());

        Refused("is no service: write tcp://192.0.2.80:80", "add-service", "tcp://192.0.2.80");
        Done("add-service", Web);
        Refused("the service is there already (EEXIST)", "add-service", Web);
        Refused("needs --persistence", "add-service", "tcp://192.0.2.80:0");
        Refused("--one-packet is for UDP", "edit-service", Web, "--one-packet");
        Refused("there is no service tcp://192.0.2.80:81 in the table", "edit-service", "tcp://192.0.2.80:81", "--scheduler", "rr");
        Refused("the service is not there (ESRCH)", "delete-service", "tcp://192.0.2.80:81");
        Refused("ip_vs_special", "add-service", "tcp://192.0.2.80:81", "--scheduler", "special");
        Assert.Equal("-A -t 192.0.2.80:80 -s wlc\n", RealKernel.Saved());
    }

    [KernelFact]
    public void Servers_are_added_edited_and_deleted()
    {
        const string service = "-A -t 192.0.2.80:80 -s wlc\n", first = "-a -t 192.0.2.80:80 -r ";
        Done("add-service", Web);
        Done("add-server", Web, "198.51.100.1");
        Assert.Equal($"{service}{first}198.51.100.1:80 -g -w 1\n", RealKernel.Saved());
        Done("edit-server", Web, "198.51.100.1", "--weight", "0", "--upper", "100", "--lower", "50");
        Assert.Equal($"{service}{first}198.51.100.1:80 -g -w 0\n", RealKernel.Saved());
        Assert.Matches(@"198\.51\.100\.1:80 +100 +50 ", RealKernel.Run("ipvsadm", "-Ln", "--thresholds"));
        Done("edit-server", Web, "198.51.100.1:80", "--forwarding", "tun", "--tunnel", "gue:6080", "--checksum", "remote");
        Assert.Equal($"{service}{first}198.51.100.1:80 -i -w 0 --tun-type gue --tun-port 6080 --tun-remcsum\n", RealKernel.Saved());
        Done("delete-server", Web, "198.51.100.1");
        Done("add-server", Web, "198.51.100.1:8080", "--forwarding", "nat", "--weight", "7");
        Done("add-server", Web, "[2001:db8::1]:80", "--forwarding", "tun");
        Assert.Equal([$"{first}198.51.100.1:8080 -m -w 7", $"{first}[2001:db8::1]:80 -i -w 1 --tun-type ipip"], RealKernel.Saved().TrimEnd().Split('\n')[1..].Order(StringComparer.Ordinal));

        Refused("the server is there already (EEXIST)", "add-server", Web, "198.51.100.1:8080", "--forwarding", "nat");
        Refused("has no server 198.51.100.2:80", "edit-server", Web, "198.51.100.2", "--weight", "1");
        Refused("(ENOENT)", "delete-server", Web, "198.51.100.2");
        Refused("a server of the other family needs --forwarding tun", "add-server", Web, "2001:db8::2");
        Refused("--lower is not above --upper", "add-server", Web, "198.51.100.2", "--lower", "5");
        Refused("IP in IP has no checksum", "add-server", Web, "198.51.100.2", "--forwarding", "tun", "--checksum", "full");
        Refused("(EINVAL)", "add-server", Web, "0.0.0.0");
        Refused("'server1' is no server", "add-server", Web, "server1");
    }

    [KernelFact]
    public void Listings_are_those_of_ipvsadm_and_can_be_sorted_filtered_and_read_by_programs()
    {
        RealKernel.RunWith(
            """
            -A -t 192.0.2.80:80 -s wlc -p 300
            -a -t 192.0.2.80:80 -r 198.51.100.1:80 -g -w 1 -x 10 -y 5
            -A -u 192.0.2.80:53 -s rr
            -a -u 192.0.2.80:53 -r 198.51.100.2:53 -i -w 2 --tun-type gre --tun-csum
            -a -u 192.0.2.80:53 -r 198.51.100.1:53 -m -w 3
            -A -f 7 -6 -s sh -b sh-port
            -a -f 7 -6 -r [2001:db8::1]:0 -g -w 1

            """,
            "ipvsadm", "-R");
        (string View, string Option)[] views =
        [
            ("table", "--sort"), ("counters", "--stats"), ("rates", "--rate"), ("thresholds", "--thresholds"), ("persistent", "--persistent-conn"), ("tunnels", "--tun-info"),
            ("timeouts", "--timeout"), ("daemons", "--daemon"),
        ];
        (uint version, uint size) = _kernel.Ipvs.ReadInfo();
        foreach ((string view, string option) in views)
            Assert.Equal(RealKernel.Run("ipvsadm", "-Ln", option).Replace(Listing.Head(version, size), "", StringComparison.Ordinal), Done("list", "--show", view));

        Assert.Equal(RealKernel.Run("ipvsadm", "-L").Replace(Listing.Head(version, size), "", StringComparison.Ordinal), Done("list", "--names"));

        Assert.StartsWith("UDP", Services("--sort", "servers")[0], StringComparison.Ordinal); // the one with two
        Assert.Equal(3, Services("--sort", "connections").Length);
        Assert.Equal(3, Services("--sort", "rate").Length);
        Assert.Equal(["UDP  192.0.2.80:53 rr", "TCP  192.0.2.80:80 wlc persistent 300"], Services("198.51.100.1", "--sort", "servers"));
        Assert.Equal(["UDP  192.0.2.80:53 rr"], Services("198.51.100", "RR"));
        Assert.Empty(Services("nothing"));

        using JsonDocument listed = JsonDocument.Parse(Done("list", "--json", "udp"));
        JsonElement service = Assert.Single(listed.RootElement.GetProperty("services").EnumerateArray());
        Assert.Equal(("udp://192.0.2.80:53", "rr"), (service.GetProperty("service").GetString(), service.GetProperty("scheduler").GetString()));
        Assert.Equal(["gre", null], service.GetProperty("servers").EnumerateArray().Select(s => s.TryGetProperty("tunnel", out JsonElement tunnel) ? tunnel.GetString() : null));
        using JsonDocument settings = JsonDocument.Parse(Done("list", "--show", "timeouts", "--json"));
        Assert.Equal(_kernel.Ipvs.ReadTimeouts().UdpSeconds, settings.RootElement.GetProperty("udp_seconds").GetUInt32());
        Refused("hadirector connections --json shows connections", "list", "--show", "connections", "--json");
    }

    [KernelFact]
    public void A_listing_is_shown_again_until_nobody_reads_it()
    {
        Done("add-service", Web);
        string page = Done("list"), verb = $"{Environment.ProcessPath} {Path.Combine(AppContext.BaseDirectory, "hadirector.dll")} ipvs list --watch";
        Assert.Equal(
            page + page + "0\n",
            RealKernel.Run("bash", "-c", $"timeout 60 {verb} | head -n {2 * page.Count(letter => letter == '\n')}; echo ${{PIPESTATUS[0]}}"));
    }

    [KernelFact]
    public void Rules_are_saved_as_ipvsadm_does_and_restored_whole_or_not_at_all()
    {
        const string before = "-A -t 192.0.2.80:80 -s wlc\n-a -t 192.0.2.80:80 -r 198.51.100.1:80 -g -w 1\n";
        RealKernel.RunWith(before, "ipvsadm", "-R");
        Assert.Equal(RealKernel.Saved(), Done("save"));
        Assert.Equal(RealKernel.Run("ipvsadm", "-S"), Done("save", "--names"));
        Assert.StartsWith("--set ", Done("save", "--complete"), StringComparison.Ordinal);

        string bad = File(
            """
            # the second site

            -A -t localhost:http -s rr # names are taken
            -a -t 127.0.0.1:80 -r 198.51.100.9 -w l
            -A -t 192.0.2.81:80 -s wcl
            -A -t 192.0.2.80:80 -s rr
            --shceduler rr
            -a -t 192.0.2.99:80 -r 198.51.100.9
            -A -t localhost:http -s rr
            rubbish
            """);
        (int code, string output, string errors) = Verb("restore", bad);
        Assert.Equal((1, ""), (code, output));
        string[] told = errors.TrimEnd().Split('\n');
        Assert.Equal(
            ["4:39", "5:24", "6:1", "7:1", "8:1", "9:1", "10:1"],
            told[..^1].Select(line => line[(bad.Length + 1)..].Split(": ")[0]));
        Assert.Contains("illegal weight specified ('l' is no whole number", told[0], StringComparison.Ordinal);
        Assert.Contains("did you mean wlc?", told[1], StringComparison.Ordinal);
        Assert.Contains("(line 3 adds it)", told[5], StringComparison.Ordinal);
        Assert.Equal($"{bad}: nothing was changed; --partial applies the 1 rules that stand", told[^1]);
        Assert.Equal(before, RealKernel.Saved());

        Assert.Equal(1, Verb("restore", bad, "--partial").Code);
        Assert.Equal("-A -t 127.0.0.1:80 -s rr\n" + before, Sorted(RealKernel.Saved(), before));

        // Exactly what is said, by the fewest changes.
        string next = File(before.Replace("-w 1", "-w 5", StringComparison.Ordinal));
        Assert.Equal(
            $"edit server 198.51.100.1:80 of {Web} weight 5 DirectRouting\nremove service tcp://127.0.0.1:80\n", Done("restore", next, "--replace", "--dry-run"));
        Assert.Contains("127.0.0.1:80", RealKernel.Saved(), StringComparison.Ordinal);
        Done("restore", next, "--replace");
        Assert.Equal(before.Replace("-w 1", "-w 5", StringComparison.Ordinal), RealKernel.Saved());

        byte[] noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        string spoiled = Path.Combine(_kernel.RunDirectory, "noise");
        System.IO.File.WriteAllBytes(spoiled, noise);
        (code, _, errors) = Verb("restore", spoiled);
        Assert.Equal(1, code);
        Assert.InRange(errors.Split('\n').Length, 20, 25);
        Assert.Equal(before.Replace("-w 1", "-w 5", StringComparison.Ordinal), RealKernel.Saved());
        Refused("Could not find file", "restore", Path.Combine(_kernel.RunDirectory, "nowhere"));
    }

    [KernelFact]
    public void The_table_is_written_as_a_configuration_and_what_cannot_be_said_is_the_exit_status()
    {
        Done("add-service", Web, "--scheduler", "sh", "--scheduler-flags", "port");
        Done("add-server", Web, "198.51.100.1", "--forwarding", "tun", "--tunnel", "gue:6080", "--checksum", "full");
        Assert.EndsWith(
            """
            services:
              tcp-192-0-2-80-80:
                address: "tcp://192.0.2.80:80"
                scheduler: sh
                scheduler_flags: [ port ]
                forwarding: tun
                tunnel: { type: gue, port: 6080, checksum: full }
                servers:
                  - { address: "198.51.100.1", weight: 1 }

            """,
            Done("to-yaml"), StringComparison.Ordinal);
        Done("add-service", "tcp://192.0.2.80:81");
        (int code, string output, string errors) = Verb("to-yaml");
        Assert.Equal((1, "hadirector ipvs: 1 thing of the table could not be said; comments name what\n"), (code, errors));
        Assert.Contains("# left out: tcp://192.0.2.80:81: it has no server that can be said\n", output, StringComparison.Ordinal);
    }

    [KernelFact]
    public void Time_outs_are_set_and_sync_daemons_start_and_stop()
    {
        IpvsTimeouts before = _kernel.Ipvs.ReadTimeouts();
        RealKernel.Run("ip", "link", "add", "hd-verb", "type", "dummy");
        try
        {
            RealKernel.Run("ip", "address", "add", "198.51.100.12/24", "dev", "hd-verb");
            RealKernel.Run("ip", "link", "set", "hd-verb", "up");
            Done("set-timeouts", "--tcp", "15m", "--udp", "301s");
            Assert.Equal($"Timeout (tcp tcpfin udp): 900 {before.TcpFinSeconds} 301\n", RealKernel.Run("ipvsadm", "-L", "--timeout"));
            Assert.Equal(RealKernel.Run("ipvsadm", "-L", "--timeout"), Done("list", "--show", "timeouts"));
            Refused("'soon' is no duration", "set-timeouts", "--tcp", "soon");
            Refused("whole seconds, at most 31 days", "set-timeouts", "--tcp-fin", "32d");

            Done("start-daemon", "master", "--interface", "hd-verb", "--sync-id", "9");
            Done("start-daemon", "backup", "--interface", "hd-verb", "--group", "224.0.0.99", "--port", "9000", "--hop-limit", "9", "--max-length", "1400");
            string daemons = RealKernel.Run("ipvsadm", "-L", "--daemon");
            Assert.Contains("master sync daemon (mcast=hd-verb, syncid=9", daemons, StringComparison.Ordinal);
            Assert.Contains("backup sync daemon (mcast=hd-verb, syncid=0, maxlen=1400, group=224.0.0.99, port=9000, ttl=9)", daemons, StringComparison.Ordinal);
            Assert.Equal(daemons, Done("list", "--show", "daemons"));
            Refused("(EEXIST)", "start-daemon", "master", "--interface", "hd-verb");
            Refused("no multicast group", "start-daemon", "master", "--interface", "hd-verb", "--group", "192.0.2.1");
            Done("stop-daemon", "master");
            Done("stop-daemon", "backup");
            Refused("no backup sync daemon runs (ESRCH)", "stop-daemon", "backup");
            Assert.Empty(_kernel.Ipvs.ReadDaemons());
        }
        finally
        {
            _kernel.Ipvs.SetTimeouts(before);
            RealKernel.Run("ip", "link", "delete", "hd-verb");
        }
    }

    [KernelFact]
    [Trait("lab", "built")] // a kernel made with CONFIG_IP_VS_TWOS
    public void The_scheduler_twos_is_known_to_every_verb()
    {
        Done("add-service", Web, "--scheduler", "twos");
        Done("add-server", Web, "198.51.100.1");
        Assert.Equal("-A -t 192.0.2.80:80 -s twos\n-a -t 192.0.2.80:80 -r 198.51.100.1:80 -g -w 1\n", RealKernel.Saved());
        string saved = File(Done("save"));
        Assert.Equal(["TCP  192.0.2.80:80 twos"], Services("twos"));
        Done("edit-service", Web, "--scheduler", "rr");
        Done("restore", saved, "--replace");
        Assert.Equal(System.IO.File.ReadAllText(saved), RealKernel.Saved());
        Assert.Contains("    scheduler: twos\n", Done("to-yaml"), StringComparison.Ordinal);
    }

    /// <summary>A verb in this process; what it says is caught.</summary>
    internal static (int Code, string Output, string Errors) Verb(params string[] words)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using StringWriter said = new(), blamed = new();
        try
        {
            Console.SetOut(said);
            Console.SetError(blamed);
            int code = Cli.Commands.Verbs.Make().Parse(["ipvs", .. words]).Invoke();
            return (code, said.ToString(), blamed.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    /// <summary>A verb that does what it is asked; what it says.</summary>
    internal static string Done(params string[] words)
    {
        (int code, string output, string errors) = Verb(words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {code}: {errors}{output}");
        return output;
    }

    private static void Refused(string why, params string[] words)
    {
        (int code, string output, string errors) = Verb(words);
        Assert.True(code == 1 && errors.Contains(why, StringComparison.Ordinal), $"{string.Join(' ', words)}: {code}: {errors}{output}");
    }

    private static string[] Services(params string[] words) =>
        [.. Done(["list", .. words]).TrimEnd('\n').Split('\n').Skip(2).Where(line => !line.StartsWith(' ')).Select(line => line.TrimEnd())];

    private static string Sorted(string saved, string last) => saved.Replace(last, "", StringComparison.Ordinal) + last;

    private string File(string text)
    {
        string path = Path.Combine(_kernel.RunDirectory, "rules");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
