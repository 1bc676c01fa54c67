using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Fuzz;

/// <summary>Many packets on many threads, each with its own machines.</summary>
internal static class FuzzRun
{
    private const int Batch = 100_000;

    public static int Run(long packets, ulong seed, int jobs, TextWriter output)
    {
        output.WriteLine($"{packets} packets, seed {seed}, {jobs} thread(s)");
        long begin = TimeProvider.System.GetTimestamp(), left = packets, believed = 0, repaired = 0, allocated = 0, broken = 0;
        Thread[] threads = [.. Enumerable.Range(0, jobs).Select(job => new Thread(() => Live(seed + (ulong)job)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        double seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        output.WriteLine($"{packets} packets in {seconds:0.0} s ({packets / seconds / 1e6:0.00} million a second), {believed} believed, {100.0 * repaired / packets:0} % with a repaired checksum");
        output.WriteLine($"{broken} broken, {allocated} bytes allocated");
        return broken == 0 && allocated == 0 && repaired * 10 >= packets * 3 ? 0 : 1;

        void Live(ulong mine)
        {
            Target[] targets = Targets();
            var mutator = new Mutator(mine);
            byte[] buffer = new byte[VrrpPacket.PacketMax];
            Hear(targets, mutator, buffer, Batch / 10, out _); // everything is compiled and has its first state
            long before = mutator.Repaired;
            while (Interlocked.Add(ref left, -Batch) is var rest && rest > -Batch)
            {
                int count = (int)Math.Min(Batch, rest + Batch);
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                long wrong = Hear(targets, mutator, buffer, count, out long good);
                Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - bytes);
                Interlocked.Add(ref believed, good);
                if (Interlocked.Add(ref broken, wrong) > 0) lock (output) output.WriteLine($"thread with seed {mine}: {wrong} broken in this batch");
            }

            Interlocked.Add(ref repaired, mutator.Repaired - before);
        }
    }

    private static long Hear(Target[] targets, Mutator mutator, byte[] buffer, int count, out long believed)
    {
        long wrong = 0;
        believed = 0;
        for (int i = 0; i < count; i++)
        {
            Target target = targets[i % targets.Length];
            int length = mutator.Next(target, buffer);
            if (!target.Hear(buffer.AsSpan(0, length), out bool good)) wrong++;
            if (good) believed++;
        }

        return wrong;
    }

    private static Target[] Targets()
    {
        VirtualRouterSpec v4 = Spec("192.0.2.80/24"), v6 = Spec("fe80::80/64");
        var key = new HmacKey(1, new byte[32]);
        return
        [
            new VrrpTarget("v3", v4), new BfdTarget(),
            new VrrpTarget("v3, message checksum", v4 with { Checksum = ChecksumForm.Rfc9568 }), new BfdTarget(),
            new VrrpTarget("v3, IPv6", v6), new VrrpTarget("v2", v4 with { Version = 2, AdvertInterval = new Centiseconds(100) }),
            new VrrpTarget("v2, password", v4 with { Version = 2, AdvertInterval = new Centiseconds(100), Password = "secret" }),
            new VrrpTarget("v3, unicast", v4 with { Peers = [new UnicastPeer(IpAddress.Parse("192.0.2.12"))] }),
            new VrrpTarget("v3, strict", v4 with { Profile = VrrpProfile.Strict }), new BfdTarget(),
            new VrrpTarget("v3, HMAC", v4 with { Hmac = new HmacSpec(HmacMode.Enforce, [key], 1, TimeSpan.FromSeconds(30)) }),
            new VrrpTarget("v3, IPv6, HMAC permissive", v6 with { Hmac = new HmacSpec(HmacMode.Permissive, [key], 1, TimeSpan.FromSeconds(30)) }),
        ];
    }

    private static VirtualRouterSpec Spec(string address) =>
        new("web", "eth0", 51, 150, new Centiseconds(10), true, default, [IpPrefix.TryParse(address, out IpPrefix prefix) ? prefix : default]);
}
