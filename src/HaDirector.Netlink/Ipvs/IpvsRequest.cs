using System.Runtime.InteropServices;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Netlink.Ipvs;

/// <summary>Writes the requests of the family "IPVS". Each method writes one whole message.</summary>
public static class IpvsRequest
{
    /// <summary>Name of the family; asking for its id loads the module ip_vs.</summary>
    public const string FamilyName = "IPVS";

    /// <summary>No message is longer than this.</summary>
    public const int MaxLength = 512;

    private const byte Version = 1;

    /// <summary>A change of the table. Only failures are answered unless <paramref name="flags"/> has <see cref="MessageFlags.Ack"/>.</summary>
    public static void Change(ref NetlinkWriter writer, ushort family, uint sequence, MessageFlags flags, IpvsChange change)
    {
        byte command = change switch
        {
            IpvsChange.AddService => Command.NewService,
            IpvsChange.EditService => Command.SetService,
            IpvsChange.RemoveService => Command.DeleteService,
            IpvsChange.AddDestination => Command.NewDestination,
            IpvsChange.EditDestination => Command.SetDestination,
            _ => Command.DeleteDestination,
        };
        int start = GenericNetlink.Begin(ref writer, family, flags, sequence, command, Version);
        switch (change)
        {
            case IpvsChange.AddService c: Service(ref writer, c.Service, c.Spec); break;
            case IpvsChange.EditService c: Service(ref writer, c.Service, c.Spec); break;
            default: Service(ref writer, change.Service, null); break;
        }

        switch (change)
        {
            case IpvsChange.AddDestination c: Destination(ref writer, c.Destination, c.Spec); break;
            case IpvsChange.EditDestination c: Destination(ref writer, c.Destination, c.Spec); break;
            case IpvsChange.RemoveDestination c: Destination(ref writer, c.Destination, null); break;
        }

        writer.EndMessage(start);
    }

    /// <summary>Asks for all services. The kernel answers in the order of its hash table.</summary>
    public static void DumpServices(ref NetlinkWriter writer, ushort family, uint sequence) =>
        writer.EndMessage(GenericNetlink.Begin(ref writer, family, MessageFlags.Dump, sequence, Command.GetService, Version));

    /// <summary>Asks for one service; the kernel answers with it, or that it is not there (ESRCH).</summary>
    public static void AskService(ref NetlinkWriter writer, ushort family, uint sequence, ServiceKey service)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.GetService, Version);
        Service(ref writer, service, null);
        writer.EndMessage(start);
    }

    /// <summary>Asks for all servers of a service, newest first; none when there is no such service.</summary>
    public static void DumpDestinations(ref NetlinkWriter writer, ushort family, uint sequence, ServiceKey service)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Dump, sequence, Command.GetDestination, Version);
        Service(ref writer, service, null);
        writer.EndMessage(start);
    }

    /// <summary>Starts a sync daemon.</summary>
    public static void StartDaemon(ref NetlinkWriter writer, ushort family, uint sequence, SyncDaemonSpec daemon, SyncTransport transport = default)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.NewDaemon, Version);
        int nest = writer.BeginNest(TopAttribute.Daemon);
        writer.UInt32(DaemonAttribute.Role, (uint)daemon.Role);
        writer.Text(DaemonAttribute.Interface, Clip(daemon.Interface));
        writer.UInt32(DaemonAttribute.SyncId, daemon.SyncId);
        if (transport.LengthMax > 0) writer.UInt16(DaemonAttribute.LengthMax, transport.LengthMax);
        if (transport.Port > 0) writer.UInt16(DaemonAttribute.Port, transport.Port);
        if (transport.HopLimit > 0) writer.UInt8(DaemonAttribute.HopLimit, transport.HopLimit);
        if (transport.Group.IsSet) writer.Address(transport.Group.IsV4 ? DaemonAttribute.Group4 : DaemonAttribute.Group6, transport.Group);
        writer.EndNest(nest);
        writer.EndMessage(start);
    }

    /// <summary>Stops a sync daemon; what it has not sent yet is lost.</summary>
    public static void StopDaemon(ref NetlinkWriter writer, ushort family, uint sequence, SyncRole role)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.DeleteDaemon, Version);
        int nest = writer.BeginNest(TopAttribute.Daemon);
        writer.UInt32(DaemonAttribute.Role, (uint)role);
        writer.EndNest(nest);
        writer.EndMessage(start);
    }

    /// <summary>Asks which sync daemons run.</summary>
    public static void DumpDaemons(ref NetlinkWriter writer, ushort family, uint sequence) =>
        writer.EndMessage(GenericNetlink.Begin(ref writer, family, MessageFlags.Dump, sequence, Command.GetDaemon, Version));

    /// <summary>Asks for version and size of the connection table.</summary>
    public static void AskInfo(ref NetlinkWriter writer, ushort family, uint sequence) =>
        writer.EndMessage(GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.GetInfo, Version));

    /// <summary>Asks for the connection time-outs.</summary>
    public static void AskTimeouts(ref NetlinkWriter writer, ushort family, uint sequence) =>
        writer.EndMessage(GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.GetConfig, Version));

    /// <summary>Zeroes the counters of a service, or all there are.</summary>
    public static void Zero(ref NetlinkWriter writer, ushort family, uint sequence, ServiceKey? service)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.Zero, Version);
        if (service is { } key) Service(ref writer, key, null);
        writer.EndMessage(start);
    }

    /// <summary>Removes every service of the network namespace.</summary>
    public static void Flush(ref NetlinkWriter writer, ushort family, uint sequence) =>
        writer.EndMessage(GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.Flush, Version));

    /// <summary>Sets the connection time-outs in seconds; 0 keeps one as it is.</summary>
    public static void SetTimeouts(ref NetlinkWriter writer, ushort family, uint sequence, uint tcp, uint tcpFin, uint udp)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, Command.SetConfig, Version);
        writer.UInt32(TopAttribute.TimeoutTcp, tcp);
        writer.UInt32(TopAttribute.TimeoutTcpFin, tcpFin);
        writer.UInt32(TopAttribute.TimeoutUdp, udp);
        writer.EndMessage(start);
    }

    private static void Service(ref NetlinkWriter writer, ServiceKey key, ServiceSpec? spec)
    {
        int nest = writer.BeginNest(TopAttribute.Service);
        writer.UInt16(ServiceAttribute.Family, (ushort)key.Family);
        if (key.IsMark) writer.UInt32(ServiceAttribute.FirewallMark, key.FirewallMark);
        else
        {
            writer.UInt16(ServiceAttribute.Protocol, (ushort)key.Transport);
            writer.Address(ServiceAttribute.Address, key.Address.Address);
            writer.UInt16BigEndian(ServiceAttribute.Port, key.Address.Port);
        }

        if (spec is not null) Behaviour(ref writer, spec.Normal(key.Family), key.Family);
        writer.EndNest(nest);
    }

    private static void Behaviour(ref NetlinkWriter writer, ServiceSpec spec, IpFamily family)
    {
        writer.Text(ServiceAttribute.Scheduler, Clip(spec.Scheduler));
        if (spec.PersistenceEngine is { } engine) writer.Text(ServiceAttribute.PersistenceEngine, Clip(engine));
        Span<byte> flags = writer.Attribute(ServiceAttribute.Flags, 8);
        MemoryMarshal.Write(flags, (uint)spec.Flags);
        MemoryMarshal.Write(flags[4..], uint.MaxValue); // set all of them, so that a flag of before goes
        writer.UInt32(ServiceAttribute.Timeout, spec.PersistenceSeconds);
        if (family == IpFamily.V6) writer.UInt32(ServiceAttribute.Netmask, spec.PersistencePrefixLength);
        else writer.UInt32BigEndian(ServiceAttribute.Netmask, Ipv4Mask.FromLength(spec.PersistencePrefixLength));
    }

    private static void Destination(ref NetlinkWriter writer, IpEndpoint address, DestinationSpec? spec)
    {
        int nest = writer.BeginNest(TopAttribute.Destination);
        writer.Address(DestinationAttribute.Address, address.Address);
        writer.UInt16BigEndian(DestinationAttribute.Port, address.Port);
        writer.UInt16(DestinationAttribute.Family, (ushort)address.Address.Family);
        if (spec is { } s)
        {
            writer.UInt32(DestinationAttribute.Forwarding, (uint)s.Forwarding);
            writer.UInt32(DestinationAttribute.Weight, (uint)s.Weight);
            writer.UInt32(DestinationAttribute.UpperThreshold, s.UpperThreshold);
            writer.UInt32(DestinationAttribute.LowerThreshold, s.LowerThreshold);
            if (s.Forwarding == Forwarding.Tunnel) Tunnel(ref writer, s.Tunnel); // at each edit: left out, it would become IP in IP
        }

        writer.EndNest(nest);
    }

    private static void Tunnel(ref NetlinkWriter writer, TunnelSpec tunnel)
    {
        writer.UInt8(DestinationAttribute.TunnelType, (byte)tunnel.Type);
        writer.UInt16BigEndian(DestinationAttribute.TunnelPort, tunnel.Port);
        writer.UInt16(DestinationAttribute.TunnelChecksum, (ushort)tunnel.Checksum);
    }

    // One character more than the kernel takes: a name too long is refused by the kernel and cannot outgrow the buffer.
    private static ReadOnlySpan<char> Clip(string name) => name.AsSpan(0, Math.Min(name.Length, Schedulers.MaxNameLength + 1));
}
