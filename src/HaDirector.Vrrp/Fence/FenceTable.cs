using System.Globalization;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Vrrp.Fence;

/// <summary>
/// The fence as text for nft(8): a table in which adverts, as they leave, renew a lease that dies by itself in the kernel, and which drops
/// answers and packets for the addresses of a router whose lease is over. docs/fence.md shows it with its reasons.
/// </summary>
/// <remarks>
/// Written for nft 1.0.6 and newer. A set is looked up with an expression of the packet, never with a constant, hence <c>meta mark &amp; 0x0 ^ KEY</c>,
/// which is KEY for every packet. Lookups are maps, so that a packet costs the same with one router as with hundreds.
/// </remarks>
public static class FenceTable
{
    /// <summary>Family and name of the table.</summary>
    public const string Name = "netdev hadirector-fence";

    // A lease that lapses leaves its element until the kernel collects it, once a second.
    private const int LeasesMax = 8192, RoutersMax = 2048;
    private const string Arp = "arp-out", Neighbours = "nd-out", To4 = "to-ipv4", To6 = "to-ipv6";

    /// <summary>The script that takes the table away, whether it is there or not.</summary>
    public static string Remove => $"add table {Name}\ndelete table {Name}\n";

    /// <summary>The script that makes the table, in one step; leases that run go on when the table is there already.</summary>
    /// <param name="routers">What it fences.</param>
    /// <param name="interfaces">Interfaces that are there now; what is not there cannot be fenced and need not.</param>
    /// <param name="before">What <see cref="Chains"/> gave for the table that is there; null starts from nothing.</param>
    /// <param name="alone">Whether no peer is present.</param>
    public static string Make(IReadOnlyList<FencedRouter> routers, IReadOnlyList<string> interfaces, IReadOnlyList<string>? before, bool alone)
    {
        StringBuilder text = new();
        if (before is null) text.Append(Remove);
        text.Append($"add table {Name}\n");
        text.Append($"add set {Name} lease {{ type mark; size {LeasesMax}; flags dynamic,timeout; }}\n");
        text.Append($"add set {Name} bfd {{ type mark; size {LeasesMax}; flags dynamic,timeout; }}\n");
        text.Append($"add set {Name} armed {{ type mark; size {RoutersMax}; flags dynamic; }}\n");
        text.Append($"add set {Name} alone {{ type mark; size {RoutersMax}; }}\n");
        // The kernel takes a chain away with its interface; one that is made anew can be removed whatever happened.
        foreach (string chain in before ?? []) text.Append($"add chain {Name} {chain}\n");
        text.Append($"flush table {Name}\n");
        foreach (string chain in before ?? []) text.Append($"delete chain {Name} {chain}\n");
        text.Append(Alone(routers, alone));
        text.Append($"table {Name} {{\n");
        foreach (FencedRouter router in routers) AppendRouter(text, router);
        AppendShared(text, routers);
        string[] fenced = Interfaces(routers, interfaces);
        for (int i = 0; i < fenced.Length; i++) AppendInterface(text, routers, fenced[i], i);
        return text.Append("}\n").ToString();
    }

    /// <summary>The script that opens the fence of the routers that say so, or closes it.</summary>
    public static string Alone(IReadOnlyList<FencedRouter> routers, bool alone)
    {
        string[] keys = alone ? [.. routers.Where(router => router.OpenWhenAlone).Select(router => Hex(router.Key))] : [];
        return $"flush set {Name} alone\n" + (keys.Length == 0 ? "" : $"add element {Name} alone {{ {string.Join(", ", keys)} }}\n");
    }

    /// <summary>The script after which packets to the addresses of these routers pass again: they gave up the role in order.</summary>
    public static string Disarm(IEnumerable<uint> keys) =>
        string.Concat(keys.Select(key => $"add element {Name} armed {{ {Hex(key)} }}\ndelete element {Name} armed {{ {Hex(key)} }}\n"));

    /// <summary>Names of all chains, in an order in which they can be deleted.</summary>
    public static IReadOnlyList<string> Chains(IReadOnlyList<FencedRouter> routers, IReadOnlyList<string> interfaces)
    {
        int count = Interfaces(routers, interfaces).Length;
        return
        [
            .. Enumerable.Range(0, count).SelectMany(i => (string[])[$"out-{i}", $"in-{i}", $"out-ip-{i}", $"out-ip6-{i}", $"bfd-{i}", $"adverts-ip-{i}", $"adverts-ip6-{i}"]),
            Arp, Neighbours, To4, To6,
            .. routers.SelectMany(router => (string[])[Chain("bfd", router), Chain("renew", router), Chain("enter", router), Chain("answer", router)]),
        ];
    }

    /// <summary>Interfaces that should be fenced.</summary>
    public static IReadOnlyList<string> Named(IReadOnlyList<FencedRouter> routers)
    {
        SortedSet<string> wanted = new(StringComparer.Ordinal);
        foreach (FencedRouter router in routers)
        {
            wanted.Add(router.Interface);
            wanted.UnionWith(router.HoldingInterfaces);
            if (router.Session is { Interface.Length: > 0 } session) wanted.Add(session.Interface);
        }

        return [.. wanted];
    }

    private static string[] Interfaces(IReadOnlyList<FencedRouter> routers, IReadOnlyList<string> present) =>
        [.. Named(routers).Where(present.Contains)];

    private static void AppendRouter(StringBuilder text, FencedRouter router)
    {
        string key = $"meta mark & 0x0 ^ {Hex(router.Key)}";
        // What leaves in the name of the router: answers to ARP and neighbour solicitations.
        AppendChain(text, Chain("answer", router), $"{key} @lease accept", $"{key} @alone accept", "drop");
        // What comes for its addresses: a director that never had the role, or gave it up in order, may have them for another reason (a real server).
        AppendChain(text, Chain("enter", router), $"{key} != @armed accept", $"goto {Chain("answer", router)}");
        // VRRP: version and type, virtual router id, priority. Priority 0 gives the role up.
        string[] bySession = router.Session is null ? [] : [$"{key} @bfd accept"];
        AppendChain(
            text,
            Chain("renew", router),
            [
                "@th,0,8 != { 0x21, 0x31 } accept",
                $"@th,16,8 0 delete @armed {{ {key} }}",
                $"@th,16,8 0 delete @bfd {{ {key} }}",
                $"@th,16,8 0 delete @lease {{ {key} }} accept",
                $"add @armed {{ {key} }}",
                .. bySession,
                $"update @lease {{ {key} timeout {Milliseconds(router.Lease)} }}",
            ]);
        // BFD: the state is in the upper two bits behind UDP's header and the version (RFC 5880 section 4.1); 3 is up.
        string[] followed = router.Session is not { } session ? [] :
        [
            $"{key} != @armed return",
            $"@th,72,2 3 update @bfd {{ {key} timeout {Milliseconds(session.Lease)} }}",
            $"@th,72,2 3 update @lease {{ {key} timeout {Milliseconds(session.Lease)} }} return",
            $"{key} @bfd update @lease {{ {key} timeout {Milliseconds(router.Grace)} }}",
            $"delete @bfd {{ {key} }}",
        ];
        AppendChain(text, Chain("bfd", router), followed);
    }

    private static void AppendShared(StringBuilder text, IReadOnlyList<FencedRouter> routers)
    {
        (FencedRouter Router, IpAddress Address)[] all = [.. Everywhere(routers)];
        AppendChain(text, Arp, Map("arp saddr ip", "answer", all, IpFamily.V4, Plain));
        // A neighbour solicitation from the address would teach our Ethernet address as well as an advertisement does.
        AppendChain(
            text,
            Neighbours,
            [
                .. Map("icmpv6 type nd-neighbor-advert @th,64,128", "answer", all, IpFamily.V6, Number),
                .. Map("icmpv6 type nd-neighbor-solicit ip6 saddr", "answer", all, IpFamily.V6, Plain),
            ]);
        AppendChain(text, To4, Map("ip daddr", "enter", all, IpFamily.V4, Plain));
        AppendChain(text, To6, Map("ip6 daddr", "enter", all, IpFamily.V6, Plain));
    }

    private static void AppendInterface(StringBuilder text, IReadOnlyList<FencedRouter> routers, string name, int i)
    {
        (FencedRouter Router, IpAddress Address)[] here = [.. Here(routers, name)];
        AppendChain(text, $"adverts-ip-{i}", Adverts(routers, name, IpFamily.V4));
        AppendChain(text, $"adverts-ip6-{i}", Adverts(routers, name, IpFamily.V6));
        AppendChain(text, $"bfd-{i}", [.. Sessions(routers, name)]);
        AppendChain(text, $"out-ip-{i}", $"meta l4proto vmap {{ vrrp : goto adverts-ip-{i}, udp : goto bfd-{i} }}");
        AppendChain(
            text,
            $"out-ip6-{i}",
            [
                .. Map("icmpv6 type nd-neighbor-advert @th,64,128", "answer", here, IpFamily.V6, Number),
                .. Map("icmpv6 type nd-neighbor-solicit ip6 saddr", "answer", here, IpFamily.V6, Plain),
                $"meta l4proto vmap {{ vrrp : goto adverts-ip6-{i}, udp : goto bfd-{i}, icmpv6 : goto {Neighbours} }}",
            ]);
        AppendChain(
            text,
            $"out-{i}",
            $"type filter hook egress device \"{name}\" priority 0; policy accept;",
            $"meta protocol vmap {{ arp : goto {Arp}, ip : goto out-ip-{i}, ip6 : goto out-ip6-{i} }}");
        AppendChain(
            text,
            $"in-{i}",
            [
                $"type filter hook ingress device \"{name}\" priority 0; policy accept;",
                .. Map("ip6 daddr", "enter", here, IpFamily.V6, Plain),
                $"meta protocol vmap {{ ip : goto {To4}, ip6 : goto {To6} }}",
            ]);
    }

    private static string[] Adverts(IReadOnlyList<FencedRouter> routers, string name, IpFamily family)
    {
        SortedDictionary<byte, FencedRouter> byId = [];
        foreach (FencedRouter router in routers.OrderBy(router => router.Interface == name ? 0 : 1)) // its own before one that may leave anywhere
        {
            if (router.Family == family && (router.Interface == name || router.LeavesAnywhere)) byId.TryAdd(router.VirtualRouterId, router);
        }

        return byId.Count == 0 ? [] : [$"@th,8,8 vmap {{ {string.Join(", ", byId.Select(pair => $"{pair.Key} : goto {Chain("renew", pair.Value)}"))} }}"];
    }

    private static IEnumerable<string> Sessions(IReadOnlyList<FencedRouter> routers, string name)
    {
        foreach (FencedRouter router in routers)
        {
            if (router.Session is not { } session || (session.Interface.Length > 0 && session.Interface != name)) continue;
            yield return $"udp dport {session.Port} {(session.Peer.IsV4 ? "ip" : "ip6")} daddr {session.Peer} jump {Chain("bfd", router)}";
        }
    }

    // A link-local address means another thing on each link; every other one must not be answered for anywhere.
    private static IEnumerable<(FencedRouter Router, IpAddress Address)> Everywhere(IReadOnlyList<FencedRouter> routers) =>
        routers.SelectMany(router => router.Addresses.Where(address => !address.IsV6LinkLocal).Select(address => (router, address)));

    private static IEnumerable<(FencedRouter Router, IpAddress Address)> Here(IReadOnlyList<FencedRouter> routers, string name) => routers
        .Where(router => router.Interface == name || router.HoldingInterfaces.Contains(name))
        .SelectMany(router => router.Addresses.Where(address => address.IsV6LinkLocal).Select(address => (router, address)));

    private static string[] Map(
        string what, string chain, IEnumerable<(FencedRouter Router, IpAddress Address)> all, IpFamily family, Func<IpAddress, string> write)
    {
        // While a reload moves an address from one router to another both have it: the last one is the new one.
        SortedDictionary<IpAddress, string> map = [];
        foreach ((FencedRouter router, IpAddress address) in all)
        {
            if (address.Family == family) map[address] = Chain(chain, router);
        }

        return map.Count == 0 ? [] : [$"{what} vmap {{ {string.Join(", ", map.Select(pair => $"{write(pair.Key)} : goto {pair.Value}"))} }}"];
    }

    private static void AppendChain(StringBuilder text, string name, params IEnumerable<string> rules)
    {
        text.Append($"  chain {name} {{\n");
        foreach (string rule in rules) text.Append($"    {rule}\n");
        text.Append("  }\n");
    }

    private static string Chain(string kind, FencedRouter router)
    {
        Span<char> name = stackalloc char[router.Name.Length];
        for (int i = 0; i < name.Length; i++) name[i] = char.IsAsciiLetterOrDigit(router.Name[i]) ? router.Name[i] : '_';
        return $"{kind}-{name}-{router.Key:x}";
    }

    private static string Plain(IpAddress address) => address.ToString();

    private static string Number(IpAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.Write(bytes);
        return "0x" + Convert.ToHexStringLower(bytes);
    }

    private static string Hex(uint key) => "0x" + key.ToString("x8", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms";
}
