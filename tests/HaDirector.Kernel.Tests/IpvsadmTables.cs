using System.Text;

namespace HaDirector.Kernel.Tests;

/// <summary>Rules for ipvsadm: some written by hand for what is peculiar, the rest generated from a seed.</summary>
internal static class IpvsadmTables
{
    /// <summary>What a table may hold at most in one corner or another, each a table of its own.</summary>
    public static readonly (string Name, string Rules)[] ByHand =
    [
        ("empty", ""),
        ("without-servers", "-A -t 192.0.2.80:80\n-A -u 192.0.2.80:53 -s rr\n-A --sctp-service 192.0.2.80:9 -s lc\n"),
        ("schedulers", string.Concat("rr wrr lc wlc sed nq sh mh dh lblc lblcr fo ovf".Split(' ').Select((s, i) => $"-A -t 192.0.2.{i + 1}:80 -s {s}\n"))),
        ("hash-flags", "-A -t 192.0.2.1:80 -s sh -b sh-port\n-A -t 192.0.2.2:80 -s sh -b sh-fallback\n-A -t 192.0.2.3:80 -s sh -b sh-fallback,sh-port\n"
            + "-A -t 192.0.2.4:80 -s mh -b mh-port\n-A -t 192.0.2.5:80 -s mh -b mh-fallback\n-A -t 192.0.2.6:80 -s mh -b mh-port,mh-fallback\n"),
        ("numbered-flags", "-A -t 192.0.2.1:80 -s rr -b flag-1\n-A -t 192.0.2.2:80 -s rr -b flag-2,flag-3\n-A -t 192.0.2.3:80 -s rr -b flag-1,flag-2,flag-3\n"),
        ("third-flag-of-a-hash", "-A -t 192.0.2.1:80 -s sh -b flag-3\n-A -t 192.0.2.2:80 -s mh -b flag-1,flag-3\n"),
        ("persistence", "-A -t 192.0.2.1:80 -p\n-A -t 192.0.2.2:80 -p 1\n-A -t 192.0.2.3:80 -p 2678400\n-A -t 192.0.2.4:0 -p 60\n"),
        ("granularity", string.Concat(Enumerable.Range(0, 33).Select(n => $"-A -t 192.0.2.{n + 1}:80 -p 60 -M {Mask(n)}\n"))),
        ("granularity-of-ipv6", string.Concat(new[] { 1, 32, 48, 64, 127, 128 }.Select(n => $"-A -t [2001:db8::{n}]:80 -p 60 -M {n}\n"))),
        ("one-packet", "-A -u 192.0.2.1:53 -o\n-A -u 192.0.2.2:53 -s sh -b sh-port -o\n-A -u [2001:db8::1]:53 -o -s rr\n-A -f 9 -o\n"),
        ("engine", "-A -u 192.0.2.1:5060 -p 60 --pe sip\n-A -u 192.0.2.2:5060 -p 60 -M 255.255.255.0 --pe sip -o\n-A -u [2001:db8::1]:5060 -p --pe sip\n"),
        ("marks", "-A -f 1\n-A -f 2 -6\n-A -f 1 -6 -p 9 -M 64\n-A -f 2147483647\n-a -f 1 -r 198.51.100.1:0 -m\n"
            + "-a -f 1 -r 198.51.100.1:8080 -m -w 7\n-a -f 2 -6 -r 2001:db8::1\n"),
        ("marks-it-takes-for-negative", "-A -f 2147483648\n-A -f 4294967295 -p\n-a -f 4294967295 -r 198.51.100.2\n"),
        ("weights", "-A -t 192.0.2.1:80\n-a -t 192.0.2.1:80 -r 198.51.100.1 -w 0\n-a -t 192.0.2.1:80 -r 198.51.100.2 -w 65535\n"
            + "-a -t 192.0.2.1:80 -r 198.51.100.3 -w 65536\n-a -t 192.0.2.1:80 -r 198.51.100.4 -w 2147483647\n"),
        ("thresholds", "-A -t 192.0.2.1:80\n-a -t 192.0.2.1:80 -r 198.51.100.1 -x 100\n-a -t 192.0.2.1:80 -r 198.51.100.2 -x 2147483647 -y 2147483647\n"
            + "-a -t 192.0.2.1:80 -r 198.51.100.3 -x 70000 -y 65535\n"),
        ("forwarding", "-A -t 192.0.2.1:80\n-a -t 192.0.2.1:80 -r 198.51.100.1 -g\n-a -t 192.0.2.1:80 -r 198.51.100.2 -i\n-a -t 192.0.2.1:80 -r 198.51.100.3:8080 -m\n"),
        ("tunnels", "-A -t 192.0.2.1:80\n-a -t 192.0.2.1:80 -r 198.51.100.1 -i --tun-type ipip\n-a -t 192.0.2.1:80 -r 198.51.100.2 -i --tun-type gre\n"
            + "-a -t 192.0.2.1:80 -r 198.51.100.3 -i --tun-type gre --tun-csum\n-a -t 192.0.2.1:80 -r 198.51.100.4 -i --tun-type gue --tun-port 1\n"
            + "-a -t 192.0.2.1:80 -r 198.51.100.5 -i --tun-type gue --tun-port 65535 --tun-csum\n"
            + "-a -t 192.0.2.1:80 -r 198.51.100.6 -i --tun-type gue --tun-port 6080 --tun-remcsum\n"),
        ("mixed-families", "-A -t 192.0.2.1:80\n-a -t 192.0.2.1:80 -r [2001:db8::9]:80 -i\n-a -t 192.0.2.1:80 -r 198.51.100.1 -i\n-A -t [2001:db8::1]:80\n"
            + "-a -t [2001:db8::1]:80 -r 198.51.100.1 -i --tun-type gue --tun-port 6080\n-a -t [2001:db8::1]:80 -r [2001:db8::9]:80 -i\n"),
        ("long-addresses", "-A -t [2001:db8:1111:2222:3333:4444:5555:6666]:65535 -p 2678400 -s lblcr\n"
            + "-a -t [2001:db8:1111:2222:3333:4444:5555:6666]:65535 -r [2001:db8:ffff:eeee:dddd:cccc:bbbb:aaaa]:65535 -m -w 2147483647\n"
            + "-A --sctp-service 255.255.255.254:65535 -s lblcr\n-a --sctp-service 255.255.255.254:65535 -r 223.255.255.254:65535 -m\n"),
        ("embedded-ipv4", "-A -t [::ffff:192.0.2.1]:80\n-A -t [::192.0.2.1]:80\n-A -t [64:ff9b::192.0.2.1]:80\n-A -t [1::]:80\n-A -t [1:0:0:2::3]:80\n"),
        ("known-ports", "-A -t 127.0.0.1:80\n-A -t 127.0.0.1:443\n-A -u 127.0.0.1:53\n-A -t 127.0.0.1:8080\n-A -t [::1]:80\n-A --sctp-service 127.0.0.1:80\n"
            + "-a -t 127.0.0.1:80 -r 127.0.0.1:22 -m\n-a -u 127.0.0.1:53 -r 127.0.0.1:5060 -m\n"),
        ("order-with-a-circle", "-A -t 192.0.2.1:80\n" + string.Concat(
            new[] { "10.0.0.1", "192.168.1.1", "100.64.0.1", "198.51.100.9", "172.16.0.3", "130.1.1.1" }.Select(a => $"-a -t 192.0.2.1:80 -r {a}:80 -m\n"))
            + string.Concat(new[] { "10.0.0.1", "192.168.1.1", "100.64.0.1", "172.16.0.3", "130.1.1.1" }.Select(a => $"-A -t {a}:81\n"))),
    ];

    /// <summary>A table with some of everything.</summary>
    public static string Generate(int seed)
    {
        Random random = new(seed); // a failure names the seed, and the same runtime gives the same table
        StringBuilder rules = new();
        HashSet<string> services = [];
        for (int i = random.Next(1, 13); i > 0; i--)
        {
            (string name, bool v6, bool mark, string port) = Service(random);
            if (!services.Add(name)) continue;
            string[] schedulers = ["rr", "wrr", "lc", "wlc", "sed", "nq", "sh", "mh", "dh", "lblc", "lblcr", "fo", "ovf"];
            string scheduler = schedulers[random.Next(schedulers.Length)];
            bool udp = name.StartsWith("-u", StringComparison.Ordinal);
            rules.Append($"-A {name} -s {scheduler}");
            if (random.Next(3) == 0 || port == "0")
            {
                rules.Append($" -p {random.Next(1, 5000)}");
                if (random.Next(2) == 0) rules.Append(v6 ? $" -M {random.Next(1, 129)}" : $" -M {Mask(random.Next(33))}");
                if (udp && random.Next(3) == 0) rules.Append(" --pe sip");
            }

            if (udp && random.Next(3) == 0) rules.Append(" -o");
            if (scheduler is "sh" or "mh" && random.Next(2) == 0) rules.Append($" -b {scheduler}-port{(random.Next(2) == 0 ? $",{scheduler}-fallback" : "")}");
            rules.Append('\n');
            HashSet<string> servers = [];
            for (int s = random.Next(0, 9); s > 0; s--)
            {
                string forwarding = new[] { "-g", "-m", "-i" }[random.Next(3)];
                bool serverV6 = forwarding == "-i" && random.Next(6) == 0 ? !v6 : v6;
                string serverPort = forwarding == "-m" ? random.Next(1, 65536).ToString() : mark ? "0" : port;
                string server = serverV6 ? $"[2001:db8::{random.Next(1, 99):x}]:{serverPort}" : $"{Address(random)}:{serverPort}";
                if (!servers.Add(server)) continue;
                rules.Append($"-a {name} -r {server} {forwarding} -w {(random.Next(4) == 0 ? random.Next() : random.Next(0, 200))}");
                if (random.Next(3) == 0) rules.Append($" -x {random.Next(50, 90000)} -y {random.Next(0, 50)}");
                if (forwarding == "-i") rules.Append(random.Next(4) switch
                {
                    0 => $" --tun-type gue --tun-port {random.Next(1, 65536)}{new[] { "", " --tun-nocsum", " --tun-csum", " --tun-remcsum" }[random.Next(4)]}",
                    1 => $" --tun-type gre{new[] { "", " --tun-nocsum", " --tun-csum" }[random.Next(3)]}",
                    2 => " --tun-type ipip",
                    _ => "",
                });
                rules.Append('\n');
            }
        }

        return rules.ToString();
    }

    private static (string Name, bool V6, bool Mark, string Port) Service(Random random)
    {
        bool v6 = random.Next(3) == 0;
        if (random.Next(4) == 0) return ($"-f {(uint)random.NextInt64(1, uint.MaxValue)}{(v6 ? " -6" : "")}", v6, true, "x");
        string transport = new[] { "-t", "-t", "-u", "--sctp-service" }[random.Next(4)];
        string port = random.Next(8) == 0 ? "0" : new[] { "80", "443", "53", "5060", "8080", random.Next(1, 65536).ToString() }[random.Next(6)];
        return ($"{transport} {(v6 ? $"[2001:db8:{random.Next(0, 3):x}::{random.Next(0, 3):x}:{random.Next(1, 9):x}]" : Address(random))}:{port}", v6, false, port);
    }

    // Of one half of the address space: where the halves meet, ipvsadm's order is none.
    private static string Address(Random random) => $"{random.Next(192, 220)}.{random.Next(0, 3)}.{random.Next(0, 3)}.{random.Next(1, 30)}";

    private static string Mask(int length) => length == 0 ? "0.0.0.0" : new System.Net.IPAddress(
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(uint.MaxValue << (32 - length))).ToString();
}
