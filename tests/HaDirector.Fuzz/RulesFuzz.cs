using System.Text;
using HaDirector.Drills.Simulation;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;

namespace HaDirector.Fuzz;

/// <summary>Spoiled save files and command lines of ipvsadm: no exception, every fault is somewhere, and what stands is read again from its own text.</summary>
internal static class RulesFuzz
{
    private static readonly string[] Lines =
    [
        "-A -t 192.0.2.80:80 -s wlc -p 300 -M 255.255.255.0", "-A -f 7 -6 -s sh -b sh-port,sh-fallback", "-A -u 192.0.2.80:53 -o --pe sip -p",
        "-a -t 192.0.2.80:80 -r 198.51.100.1:80 -g -w 1 -x 9 -y 3", "-a -f 7 -6 -r [2001:db8::1]:0 -i -w 0 --tun-type gue --tun-port 6080 --tun-csum",
        "-e -t 192.0.2.80:80 -r 198.51.100.1:80 -m -w 2147483647", "-d -t=192.0.2.80:80 -r198.51.100.1:80", "-D -f 7 -6", "-C", "-Z", "--set 900 0 300",
        "--start-daemon=master --mcast-interface eth0 --syncid 3 --mcast-group ff02::1:5", "--stop-daemon backup", "-LncX --rate", "# comment", "",
        "ipvsadm --add-service --sctp-service [2001:db8::2]:9 --scheduler rr",
    ];

    private static readonly string[] Words =
    [
        "-A", "-a", "-t", "-u", "-f", "-6", "-r", "-p", "-M", "-w", "-x", "-b", "-s", "--", "-", "=", "--pe", "--tun-type", "-o", "-h", "#", "[", "]", ":", "%s",
        "192.0.2.1:80", "[::1]:80", "::ffff:1.2.3.4", "0x7f.1:80", "4294967295", "-1", "99999999999999999999", "\0", "\x1b[2J", "rr", "wcl", ",", "'", "\"",
    ];

    /// <summary>Spoils and reads; 0 when all held.</summary>
    public static int Run(long files, ulong seed, TextWriter output)
    {
        Prng random = new(seed);
        long stood = 0, faults = 0, broken = 0;
        for (long i = 0; i < files; i++)
        {
            byte[] file = Encoding.Latin1.GetBytes(Spoiled(ref random));
            Rules rules = Read(file, ref random);
            stood += rules.Steps.Count;
            faults += rules.FaultCount;
            if (!Holds(rules, ref random) || !LineHolds(file)) output.WriteLine($"rules {i} of seed {seed}: {++broken} broken: {Convert.ToHexString(file)}");
        }

        output.WriteLine($"{files} save files, seed {seed}: {stood} rules stand, {faults} faults, {broken} broken");
        return broken == 0 && stood > 0 && faults > 0 ? 0 : 1;
    }

    private static string Spoiled(ref Prng random)
    {
        StringBuilder text = new();
        for (int line = random.Between(1, 8); line > 0; line--) text.Append(Lines[random.Below(Lines.Length)]).Append('\n');
        for (int change = random.Below(4); change > 0; change--)
        {
            int at = random.Below(text.Length + 1);
            switch (random.Below(4))
            {
                case 0: text.Insert(at, (char)random.Below(256)); break;
                case 1: text.Insert(at, " " + Words[random.Below(Words.Length)] + " "); break;
                case 2: text.Remove(at, Math.Min(text.Length - at, random.Between(1, 9))); break;
                default: text.Insert(at, new string((char)random.Between(32, 126), random.Between(1, 5000))); break;
            }
        }

        return text.ToString();
    }

    private static Rules Read(byte[] file, ref Prng random)
    {
        RulesReader reader = new(IpvsTable.Empty, NoNames.Instance, partial: true);
        for (int at = 0; at < file.Length;)
        {
            int length = Math.Min(file.Length - at, random.Between(1, 300));
            reader.Feed(file.AsSpan(at, length));
            at += length;
        }

        return reader.Finish();
    }

    private static bool Holds(Rules rules, ref Prng random)
    {
        if (rules.Faults.Any(f => f.Line < 1 || f.Column < 1 || f.Message.Length == 0)) return false;
        string text = IpvsadmText.Render(rules.Table);
        Rules again = Read(Encoding.Latin1.GetBytes(text), ref random);
        return again.FaultCount == 0 && IpvsadmText.Render(again.Table) == text;
    }

    private static bool LineHolds(byte[] file)
    {
        string[] words = Encoding.Latin1.GetString(file).Split([' ', '\n']);
        return IpvsadmLine.TryParse(words, NoNames.Instance, out IpvsadmCommand? command, out IpvsadmFault? fault)
            ? command is not null
            : fault.Message.Length > 0 && fault.Word >= 0 && fault.Word <= words.Length && fault.ExitStatus is IpvsadmFault.Refused or IpvsadmFault.Failed;
    }
}
