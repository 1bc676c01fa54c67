using System.CommandLine;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;

namespace HaDirector.Cli.Ipvs;

/// <summary>hadirector ipvs add-server, edit-server, delete-server.</summary>
internal static class ServerCommands
{
    public static Command Add() => Changing("add-server", "Add a server to a service.", edit: false);

    public static Command Edit() => Changing("edit-server", "Change what is named of a server; the rest of it stays, and so do its connections.", edit: true);

    public static Command Delete()
    {
        Argument<ServiceKey> service = IpvsSession.ServiceArgument();
        Argument<string> server = ServerArgument();
        Command command = new("delete-server", "Remove a server from a service; weight 0 first lets its connections end.") { service, server, IpvsSession.RunDirectory };
        command.SetAction(parsed => IpvsSession.Change(parsed, _ =>
        {
            ServiceKey key = parsed.GetValue(service);
            return TryServer(parsed.GetValue(server)!, key, out IpEndpoint address)
                ? new IpvsadmCommand.Change(new IpvsChange.RemoveDestination(key, address))
                : NoServer(parsed.GetValue(server)!);
        }));
        return command;
    }

    private static Command Changing(string name, string description, bool edit)
    {
        Argument<ServiceKey> service = IpvsSession.ServiceArgument();
        Argument<string> server = ServerArgument();
        Option<string?> forwarding = new("--forwarding") { Description = "dr (the default), nat or tun.", HelpName = "METHOD" };
        forwarding.AcceptOnlyFromAmong("dr", "nat", "tun");
        Option<int?> weight = new("--weight") { Description = "Its share; 0 takes no new connections.", HelpName = "NUMBER" };
        Option<uint?> upper = new("--upper") { Description = "Connections above which no new ones come; 0 is no limit.", HelpName = "NUMBER" };
        Option<uint?> lower = new("--lower") { Description = "Connections below which they come again; 0 is 3/4 of the upper.", HelpName = "NUMBER" };
        Option<string?> tunnel = new("--tunnel") { Description = "What tun wraps in: ipip, gre, or gue:PORT.", HelpName = "TYPE" };
        Option<string?> checksum = new("--checksum") { Description = "Of gue and gre: none, full, or (gue) remote.", HelpName = "KIND" };
        checksum.AcceptOnlyFromAmong("none", "full", "remote");
        Command command = new(name, description) { service, server, forwarding, weight, upper, lower, tunnel, checksum, IpvsSession.RunDirectory };
        command.SetAction(parsed => IpvsSession.Change(parsed, kernel =>
        {
            ServiceKey key = parsed.GetValue(service);
            if (!TryServer(parsed.GetValue(server)!, key, out IpEndpoint address)) return NoServer(parsed.GetValue(server)!);
            DestinationSpec spec = new(Forwarding.DirectRouting, 1);
            if (edit)
            {
                if (IpvsSession.Find(kernel, key) is not { } found) return null;
                if (found.Destinations.FirstOrDefault(d => d.Address == address) is not { } old) return IpvsSession.Refuse($"{key} has no server {address}");
                spec = old.Spec;
            }

            if (parsed.GetValue(forwarding) is { } method)
                spec = spec with { Forwarding = method switch { "nat" => Forwarding.Nat, "tun" => Forwarding.Tunnel, _ => Forwarding.DirectRouting } };
            if (spec.Forwarding != Forwarding.Tunnel) spec = spec with { Tunnel = default };
            spec = spec with
            {
                Weight = parsed.GetValue(weight) ?? spec.Weight,
                UpperThreshold = parsed.GetValue(upper) ?? spec.UpperThreshold,
                LowerThreshold = parsed.GetValue(lower) ?? spec.LowerThreshold,
            };
            if (spec.Weight < 0) return IpvsSession.Refuse("--weight is 0 or more");
            if (spec.LowerThreshold > spec.UpperThreshold) return IpvsSession.Refuse("--lower is not above --upper");
            if (Tunnel(parsed.GetValue(tunnel), parsed.GetValue(checksum), ref spec) is { } bad) return IpvsSession.Refuse(bad);
            if (address.Address.Family != key.Family && spec.Forwarding != Forwarding.Tunnel) return IpvsSession.Refuse("a server of the other family needs --forwarding tun");
            return new IpvsadmCommand.Change(edit ? new IpvsChange.EditDestination(key, address, spec) : new IpvsChange.AddDestination(key, address, spec));
        }));
        return command;
    }

    private static string? Tunnel(string? type, string? checksum, ref DestinationSpec spec)
    {
        if (type is null && checksum is null) return null;
        if (spec.Forwarding != Forwarding.Tunnel) return "--tunnel and --checksum belong to --forwarding tun";
        TunnelSpec tunnel = spec.Tunnel;
        if (type is not null)
        {
            ushort port = 0;
            bool gue = type.StartsWith("gue:", StringComparison.Ordinal) && ushort.TryParse(type.AsSpan(4), out port) && port > 0;
            if (!gue && type is not ("ipip" or "gre")) return $"'{type}' is no tunnel: write ipip, gre or gue:6080";
            tunnel = new TunnelSpec(gue ? TunnelType.Gue : type == "gre" ? TunnelType.Gre : TunnelType.Ipip, port);
        }

        if (checksum is not null) tunnel = tunnel with { Checksum = checksum switch { "full" => TunnelChecksum.Full, "remote" => TunnelChecksum.Remote, _ => TunnelChecksum.None } };
        if (tunnel.Type == TunnelType.Ipip && tunnel.Checksum != TunnelChecksum.None) return "IP in IP has no checksum to choose";
        if (tunnel.Type == TunnelType.Gre && tunnel.Checksum == TunnelChecksum.Remote) return "--checksum remote is of gue";
        spec = spec with { Tunnel = tunnel };
        return null;
    }

    private static Argument<string> ServerArgument() => new("SERVER") { Description = "ADDRESS or ADDRESS:PORT; without a port it has the service's." };

    private static bool TryServer(string text, ServiceKey key, out IpEndpoint server)
    {
        if (IpEndpoint.TryParse(text, out server)) return true;
        if (!IpAddress.TryParse(text.Trim('[', ']'), out IpAddress address)) return false;
        server = new IpEndpoint(address, key.IsMark ? (ushort)0 : key.Address.Port);
        return true;
    }

    private static IpvsadmCommand? NoServer(string text) => IpvsSession.Refuse($"'{text}' is no server: write 198.51.100.1, 198.51.100.1:8080 or [2001:db8::1]:80");
}
