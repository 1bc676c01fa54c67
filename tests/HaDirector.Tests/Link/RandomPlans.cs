using System.Net;
using HaDirector.Bfd;
using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Tests.Link;

/// <summary>Random plans that are sound, with every field drawn.</summary>
internal sealed class RandomPlans(Random random)
{
    public RealTimePlan Plan()
    {
        BfdSpec[] sessions = [.. Some(4, Session)];
        string[] names = [.. Some(6, i => $"router{i}")];
        TrackedObject[] tracks = [.. Some(8, i => Track($"track {i}", names, sessions))];
        VirtualRouterSpec[] routers = [.. names.Select((name, i) => Router(name, (byte)(i + 1), tracks.Length, sessions))];
        int half = routers.Length / 2;
        return new RealTimePlan((uint)random.Next(), routers)
        {
            Tracks = tracks,
            Groups = half < 2 ? [] : [new SyncGroupSpec("first", [.. Enumerable.Range(0, half)]), new SyncGroupSpec("rest", [.. Enumerable.Range(half, routers.Length - half)])],
            Sessions = sessions,
            Peer = Maybe() ? new PeerSpec([.. Some(PeerSpec.DirectorsMax - 1, _ => Address()), Address()], MaybeAddress(), (ushort)random.Next(1, 65536), Bytes(32)) : null,
            LostTracks = Any<LostTrackPolicy>(),
            PreemptAfterCrash = Time(),
        };
    }

    private VirtualRouterSpec Router(string name, byte id, int tracks, BfdSpec[] sessions)
    {
        IpFamily family = Maybe() ? IpFamily.V4 : IpFamily.V6;
        byte version = (byte)(family == IpFamily.V4 ? random.Next(2, 4) : 3);
        return new VirtualRouterSpec(
            name, "eth0", id, (byte)random.Next(1, 256), new Centiseconds(version == 2 ? random.Next(1, 256) * 100 : random.Next(1, 4096)), Maybe(), Any<ChecksumForm>(),
            [.. Some(9, i => Virtual(i + 1, family)), Virtual(0, family)])
        {
            Version = version,
            Excluded = [.. Some(20, i => Virtual(i + 1000, Maybe() ? IpFamily.V4 : IpFamily.V6))],
            Peers = [.. Some(5, _ => Peer(family))],
            CheckSource = Maybe(),
            Source = Maybe() ? Address(family) : default,
            Password = Maybe() ? "secret" : null,
            Hmac = Maybe() ? new HmacSpec(Any<HmacMode>(), [new HmacKey(id, Bytes(random.Next(16, 65))), new HmacKey(255, Bytes(16))], id, Time()) : null,
            PreemptDelay = Time(),
            StartupDelay = Time(),
            Accept = Maybe(),
            OnlyBackup = Maybe(),
            Profile = Any<VrrpProfile>(),
            Fence = Any<FencePolicy>(),
            VirtualMac = Maybe() ? new VirtualMacSpec("vrrp." + id) : null,
            Announce = new AnnounceSpec { Repeat = random.Next(101), Again = Time(), Refresh = Time(), Pace = Time() },
            Routes = [.. Some(4, _ => Route())],
            Rules = [.. Some(4, _ => Rule())],
            Tracks = tracks == 0 ? [] : [.. Some(5, _ => new TrackUse(random.Next(tracks), random.Next(-253, 254), Maybe()))],
            PeerSession = sessions.Length > 0 && Maybe() ? sessions[0].Name : "",
            PutBack = Maybe(),
        };
    }

    private VirtualAddress Virtual(int number, IpFamily family)
    {
        Span<byte> bytes = stackalloc byte[family == IpFamily.V4 ? 4 : 16];
        (bytes[0], bytes[^2], bytes[^1]) = (10, (byte)(number >> 8), (byte)number);
        IpAddress.TryRead(bytes, out IpAddress address);
        return new VirtualAddress(new IpPrefix(address, (byte)random.Next(address.BitCount + 1)))
        {
            Interface = Maybe() ? "eth1" : null,
            Scope = Any<AddressScope>(),
            Label = Maybe() ? "eth0:" + number : null,
            DetectDuplicates = Maybe(),
        };
    }

    private UnicastPeer Peer(IpFamily family)
    {
        byte least = (byte)random.Next(256);
        return new UnicastPeer(Address(family), least, (byte)random.Next(least, 256));
    }

    private VirtualRoute Route() => new(Prefix())
    {
        Gateway = MaybeAddress(),
        Interface = Maybe() ? "eth2" : "",
        Source = MaybeAddress(),
        Table = (uint)random.NextInt64(1L << 32),
        Metric = (uint)random.NextInt64(1L << 32),
        Scope = Any<AddressScope>(),
    };

    private VirtualRule Rule() => new(Any<IpFamily>(), (uint)random.Next())
    {
        From = Maybe() ? Prefix() : default,
        To = Maybe() ? Prefix() : default,
        IncomingInterface = Maybe() ? "eth3" : "",
        Mark = (uint)random.Next(),
        Preference = (uint)random.Next(),
    };

    private TrackedObject Track(string name, string[] routers, BfdSpec[] sessions) => random.Next(9) switch
    {
        0 => new InterfaceTrack(name, "eth4") { UpDelay = Time(), DownDelay = Time() },
        1 => new RouteTrack(name, Prefix(), (uint)random.Next()),
        2 => new SourceAddressTrack(name, Address()),
        3 when sessions.Length > 0 => new BfdTrack(name, sessions[^1].Name),
        4 when routers.Length > 0 => new RouterTrack(name, routers[0]),
        5 => new ScriptTrack(name, [], default, default),
        6 => new ProcessTrack(name, ""),
        7 => new ServiceTrack(name, "", 0),
        _ => new FileTrack(name, ""),
    };

    private BfdSpec Session(int number)
    {
        bool multiHop = Maybe();
        IpAddress peer = Address();
        return new BfdSpec(
            $"session{number}", peer, Maybe() ? Address(peer.Family) : default, multiHop ? "" : "eth0",
            Interval(), Interval(), (byte)random.Next(1, 256))
        {
            MultiHop = multiHop,
            HopLimitMin = (byte)random.Next(256),
            Passive = Maybe(),
        };
    }

    private TimeSpan Interval() => new(random.NextInt64(BfdSpec.IntervalMin.Ticks, BfdSpec.IntervalMax.Ticks));

    private bool Maybe() => random.Next(2) == 0;

    private T Any<T>()
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }

    private TimeSpan Time() => new(random.NextInt64(TimeSpan.FromDays(1).Ticks));

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private IpAddress Address() => Address(Any<IpFamily>());

    private IpAddress MaybeAddress() => Maybe() ? Address() : default;

    private IpAddress Address(IpFamily family)
    {
        byte[] bytes = Bytes(family == IpFamily.V4 ? 4 : 16);
        bytes[0] = 32;
        return IpAddress.TryFrom(new IPAddress(bytes), out IpAddress address) ? address : throw new InvalidOperationException();
    }

    private IpPrefix Prefix()
    {
        IpAddress address = Address();
        return new IpPrefix(address, (byte)random.Next(address.BitCount + 1));
    }

    private IEnumerable<T> Some<T>(int most, Func<int, T> make) => Enumerable.Range(0, random.Next(most + 1)).Select(make);
}
