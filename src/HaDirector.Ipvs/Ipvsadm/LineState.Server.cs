using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

internal sealed partial class LineState
{
    private static readonly string[] TunnelTypes = ["ipip", "gue", "gre"];

    private IpvsadmFault? Server(SwitchReader at)
    {
        if (Word.Endpoint(at.Argument!, _transport, _names, out IpAddress address, out ushort? port) is { } wrong)
            return new IpvsadmFault("illegal real server address[:port] specified", at.Word, wrong);
        _server = new IpEndpoint(address, port ?? _port);
        return null;
    }

    private IpvsadmFault? Tunnel(SwitchReader at)
    {
        int type = Array.IndexOf(TunnelTypes, at.Argument);
        if (type < 0) return new IpvsadmFault("illegal tunnel type specified", at.Word, $"'{Word.Shown(at.Argument!)}' is not one of {string.Join(", ", TunnelTypes)}");
        _tunnel = _tunnel with { Type = (TunnelType)type };
        return null;
    }

    private DestinationSpec? ServerSpec(out IpvsadmFault? fault)
    {
        // Direct routing and tunnels leave the port as it is, so ipvsadm gives the server the service's.
        if (_mark == 0 && _forwarding != Forwarding.Nat) _server = _server with { Port = _port };
        bool tunnelled = Has(Tag.TunnelType) || Has(Tag.TunnelPort) || Has(Tag.TunnelNoChecksum) || Has(Tag.TunnelChecksum) || Has(Tag.TunnelRemoteChecksum);
        fault = _server.Address.Family != _family && _forwarding != Forwarding.Tunnel
            ? new IpvsadmFault("Different address family is allowed only for tunneling servers", WordOf(Tag.Server))
            : tunnelled && _forwarding != Forwarding.Tunnel
            ? new IpvsadmFault("Tunnel options conflict with forward method", _words.Count, "add -i")
            : Legality.Judge(_tunnel.Type, _given, _words.Count);
        if (fault is not null) return null;
        return new DestinationSpec(_forwarding, _weight, _upper, _lower) { Tunnel = _forwarding == Forwarding.Tunnel ? _tunnel : default };
    }
}
