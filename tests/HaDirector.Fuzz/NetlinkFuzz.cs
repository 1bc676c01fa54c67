using System.Runtime.InteropServices;
using HaDirector.Drills.Simulation;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Fuzz;

/// <summary>Spoiled answers of the kernel through everything that reads them: no exception, no more steps than there is room for, and a reason for whatever is refused.</summary>
internal static class NetlinkFuzz
{
    private const ushort Family = 28;
    private const uint Sequence = 7;

    private static readonly ServiceSpec Spec = new("wlc", ServiceFlags.Persistent, 300, 24) { PersistenceEngine = "sip" };
    private static readonly IpvsChange[] Entries =
    [
        new IpvsChange.AddService(Key("tcp://192.0.2.80:80"), Spec), new IpvsChange.AddService(Key("mark6:7"), Spec),
        new IpvsChange.AddDestination(Key("tcp://192.0.2.80:80"), At("198.51.100.1:80"), new DestinationSpec(Forwarding.Tunnel, 5, 100, 50) { Tunnel = new(TunnelType.Gue, 6080, TunnelChecksum.Full) }),
        new IpvsChange.AddDestination(Key("tcp://[2001:db8::1]:80"), At("[2001:db8::2]:80"), new DestinationSpec(Forwarding.Nat, 1)),
    ];

    /// <summary>Spoils and reads; 0 when all held.</summary>
    public static int Run(long answers, ulong seed, TextWriter output)
    {
        Prng random = new(seed);
        byte[] buffer = new byte[8192];
        long whole = 0, refused = 0, broken = 0;
        for (long i = 0; i < answers; i++)
        {
            int length = Write(buffer, ref random);
            bool spoiled = random.Below(8) > 0;
            if (spoiled) length = Spoil(buffer, length, ref random);
            bool holds;
            AnswerReading? answer = null;
            try
            {
                holds = Holds(buffer.AsSpan(0, length), out answer) && (spoiled || answer.IsWhole || answer.IsInterrupted || answer.End.Errno != 0);
            }
            catch (Exception e)
            {
                output.WriteLine(e);
                holds = false;
            }

            if (answer is { IsOver: true, Fault: null }) whole++;
            if (answer is { Fault.Length: > 0 }) refused++;
            if (!holds) output.WriteLine($"netlink answer {i} of seed {seed}: {++broken} broken: {Convert.ToHexString(buffer.AsSpan(0, length))}");
        }

        output.WriteLine($"{answers} netlink answers, seed {seed}: {whole} read to their end, {refused} refused, {broken} broken");
        return broken == 0 && whole * 10 > answers && refused * 10 > answers ? 0 : 1;
    }

    private static int Write(Span<byte> buffer, ref Prng random)
    {
        NetlinkWriter writer = new(buffer);
        for (int entries = random.Below(6); entries > 0; entries--)
        {
            MessageFlags flags = MessageFlags.Multi | (random.Below(16) == 0 ? MessageFlags.DumpInterrupted : 0);
            switch (random.Below(8))
            {
                case 0: IpvsRequest.StartDaemon(ref writer, Family, Sequence, new(SyncRole.Backup, "eth1", 3), new(1400, IpAddress.Parse("ff02::81"), 8848, 9)); break;
                case 1: IpvsRequest.SetTimeouts(ref writer, Family, Sequence, 900, 120, 300); break;
                case 2: IpvsRequest.StopDaemon(ref writer, Family, Sequence, SyncRole.Master); break;
                case 3: Deep(ref writer, random.Between(1, 60)); break;
                default: IpvsRequest.Change(ref writer, Family, Sequence, flags, Entries[random.Below(Entries.Length)]); break;
            }
        }

        End(ref writer, ref random);
        return writer.Length;
    }

    // Nests in nests, as no kernel sends them.
    private static void Deep(ref NetlinkWriter writer, int depth)
    {
        int start = GenericNetlink.Begin(ref writer, Family, MessageFlags.Multi, Sequence, 1, 1);
        Span<int> nests = stackalloc int[depth];
        for (int i = 0; i < depth; i++) nests[i] = writer.BeginNest((ushort)(1 + (i % 12)));
        for (int i = depth - 1; i >= 0; i--) writer.EndNest(nests[i]);
        writer.EndMessage(start);
    }

    private static void End(ref NetlinkWriter writer, ref Prng random)
    {
        int errno = random.Of(0, 0, 1, 3, 105);
        bool capped = random.Below(2) == 0, done = random.Below(2) == 0;
        MessageFlags flags = (capped ? MessageFlags.Capped : 0) | (random.Below(2) == 0 ? MessageFlags.AckAttributes : 0);
        int start = writer.BeginMessage(done ? MessageType.Done : MessageType.Error, flags, Sequence);
        MemoryMarshal.Write(writer.Raw(4), -errno);
        if (!done)
        {
            int echoed = capped || errno == 0 ? NetlinkWriter.HeaderLength : 40;
            MemoryMarshal.Write(writer.Raw(echoed), echoed);
        }

        if (flags.HasFlag(MessageFlags.AckAttributes))
        {
            writer.Text(1, "the kernel's own words");
            writer.UInt32(2, 24);
        }

        writer.EndMessage(start);
    }

    private static int Spoil(Span<byte> buffer, int length, ref Prng random)
    {
        for (int changes = random.Between(1, 4); changes > 0; changes--)
        {
            int at = random.Below(length);
            switch (random.Below(5))
            {
                case 0: buffer[at] ^= (byte)(1 << random.Below(8)); break;
                case 1: buffer[at] = (byte)random.Next(); break;
                case 2: // a length that lies a little: lengths begin where four bytes do
                    at &= ~3;
                    if (at + 2 <= length) MemoryMarshal.Write(buffer[at..], (ushort)(MemoryMarshal.Read<ushort>(buffer[at..]) + random.Between(-8, 9)));
                    break;
                case 3: // or wholly
                    at &= ~3;
                    if (at + 4 <= length) MemoryMarshal.Write(buffer[at..], random.Of<uint>(0, 1, 3, 4, 15, 16, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff));
                    break;
                default: length = Math.Max(1, length - random.Below(24)); break;
            }
        }

        return length;
    }

    private static bool Holds(ReadOnlySpan<byte> datagram, out AnswerReading answer)
    {
        int taken = 0;
        bool sound = true;
        answer = new AnswerReading(Sequence, body =>
        {
            taken++;
            return Taken(body, ref sound);
        });
        answer.Read(datagram);
        if (!answer.IsOver && answer.Fault is null) answer.Lose(11);
        return sound && taken <= datagram.Length / NetlinkWriter.HeaderLength && answer.Fault is null or { Length: > 0 } && answer.End.Errno >= 0;
    }

    // Null when one of the readers understands it, else a reason of theirs.
    private static string? Taken(ReadOnlySpan<byte> body, ref bool sound)
    {
        bool isService = IpvsReply.TryReadService(body, out ServiceStatus service, out string why);
        bool isServer = IpvsReply.TryReadDestination(body, IpFamily.V4, out DestinationStatus server, out string whyNoServer);
        bool isDaemon = IpvsReply.TryReadDaemon(body, out SyncDaemonSpec daemon, out string whyNoDaemon);
        bool others = IpvsReply.TryReadInfo(body, out _, out _) | IpvsReply.TryReadTimeouts(body, out _) | GenericNetlink.TryReadFamily(body, out _);
        sound &= (isService ? service.Key.Family is IpFamily.V4 or IpFamily.V6 : why.Length > 0)
            && (isServer ? server.Address.Address.IsSet : whyNoServer.Length > 0)
            && (isDaemon ? daemon.Role is SyncRole.Master or SyncRole.Backup : whyNoDaemon.Length > 0)
            && Steps(new AttributeReader(body.Length < GenericNetlink.HeaderLength ? default : body[GenericNetlink.HeaderLength..]), 0) <= body.Length;
        return isService || isServer || isDaemon || others ? null : why;
    }

    // Each byte of a nest is read once on each level, and each level costs a header.
    private static int Steps(AttributeReader reader, int level)
    {
        const int levelsMax = 8;
        int steps = 0;
        while (reader.Next())
        {
            steps++;
            _ = reader.Text();
            if (level < levelsMax) steps += Steps(reader.Nested(), level + 1) / (levelsMax + 1);
        }

        return steps;
    }

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);

    private static IpEndpoint At(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);
}
