using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs.Ipvsadm;

/// <summary>Lines that a real ipvsadm 1.31 takes, and what they mean to the kernel.</summary>
public sealed class IpvsadmLineTests
{
    // Each was given to ipvsadm, and the rule is what `ipvsadm -Sn` made of it.
    [Theory]
    [InlineData("-At 192.0.2.2:80", "-A -t 192.0.2.2:80 -s wlc")]
    [InlineData("-At192.0.2.3:80", "-A -t 192.0.2.3:80 -s wlc")]
    [InlineData("-A -t=192.0.2.4:80", "-A -t 192.0.2.4:80 -s wlc")]
    [InlineData("-A --tcp-service=192.0.2.5:80", "-A -t 192.0.2.5:80 -s wlc")]
    [InlineData("--add-service --tcp-service 192.0.2.6:80 --scheduler rr", "-A -t 192.0.2.6:80 -s rr")]
    [InlineData("-A -t 192.0.2.9:80 -p", "-A -t 192.0.2.9:80 -s wlc -p 360")]
    [InlineData("-A -t 192.0.2.10:80 -p 20", "-A -t 192.0.2.10:80 -s wlc -p 20")]
    [InlineData("-A -t 192.0.2.11:80 -p20", "-A -t 192.0.2.11:80 -s wlc -p 20")]
    [InlineData("-A -t 192.0.2.12:80 -p=20", "-A -t 192.0.2.12:80 -s wlc -p 20")]
    [InlineData("-A -t 192.0.2.13:80 --persistent=20", "-A -t 192.0.2.13:80 -s wlc -p 20")]
    [InlineData("-A -t 192.0.2.15:80 --persistent -s rr", "-A -t 192.0.2.15:80 -s rr -p 360")]
    [InlineData("-A -p -t 192.0.2.17:80", "-A -t 192.0.2.17:80 -s wlc -p 360")]
    [InlineData("-A -t 192.0.2.20 -p", "-A -t 192.0.2.20:0 -s wlc -p 360")]
    [InlineData("-A -t 192.0.2.21:http", "-A -t 192.0.2.21:80 -s wlc")]
    [InlineData("-A -t localhost:81", "-A -t 127.0.0.1:81 -s wlc")]
    [InlineData("-A -t [2001:db8::1]:80", "-A -t [2001:db8::1]:80 -s wlc")]
    [InlineData("-A -t 192.0.2:80", "-A -t 192.0.0.2:80 -s wlc")]
    [InlineData("-A -t 0xc0000217:80", "-A -t 192.0.2.23:80 -s wlc")]
    [InlineData("-A -t 192.0.2.24:+80", "-A -t 192.0.2.24:80 -s wlc")]
    [InlineData("-A -f 4294967295", "-A -f -1 -s wlc")]
    [InlineData("-A -f 5 -6", "-A -f 5 -6 -s wlc")]
    [InlineData("-A -f 6 -6 -p 5 -M 64", "-A -f 6 -6 -s wlc -p 5 -M 64")]
    [InlineData("-A -f 7 -M 64 -6 -p 5", "-A -f 7 -6 -s wlc -p 5")]
    [InlineData("-A -M 64 -t [2001:db8::3]:80 -p 5", "-A -t [2001:db8::3]:80 -s wlc -p 5")]
    [InlineData("-A -t 192.0.2.28:80 -p 5 -M 255.255.255.0", "-A -t 192.0.2.28:80 -s wlc -p 5 -M 255.255.255.0")]
    [InlineData("-A -t 192.0.2.29:80 -M 255.255.0.0", "-A -t 192.0.2.29:80 -s wlc")]
    [InlineData("-A -u 192.0.2.30:80 -o", "-A -u 192.0.2.30:80 -s wlc -o")]
    [InlineData("-A -t 192.0.2.31:80 -s=", "-A -t 192.0.2.31:80 -s wlc")]
    [InlineData("-A -t 192.0.2.32:80 -b sh-port -s sh", "-A -t 192.0.2.32:80 -s sh -b sh-port")]
    [InlineData("-A -t 192.0.2.34:80 -b flag-1,flag-2", "-A -t 192.0.2.34:80 -s wlc -b flag-1,flag-2")]
    [InlineData("-A -t 192.0.2.37:80 -s mh -b mh-port,,mh-fallback", "-A -t 192.0.2.37:80 -s mh -b mh-fallback,mh-port")]
    [InlineData("-A -u 192.0.2.38:80 --pe sip -p", "-A -u 192.0.2.38:80 -s wlc -p 360 --pe sip")]
    [InlineData("-A --sctp-service 192.0.2.39:80", "-A --sctp-service 192.0.2.39:80 -s wlc")]
    [InlineData("-a -t 192.0.2.1:80 -r 198.51.100.1", "-a -t 192.0.2.1:80 -r 198.51.100.1:80 -g -w 1")]
    [InlineData("-a -t 192.0.2.1:80 -r 198.51.100.2:8080", "-a -t 192.0.2.1:80 -r 198.51.100.2:80 -g -w 1")]
    [InlineData("-a -t 192.0.2.1:80 -r 198.51.100.3:8080 -m", "-a -t 192.0.2.1:80 -r 198.51.100.3:8080 -m -w 1")]
    [InlineData("-a -t 192.0.2.1:80 -m -r 198.51.100.4:8080", "-a -t 192.0.2.1:80 -r 198.51.100.4:8080 -m -w 1")]
    [InlineData("-a -r 198.51.100.5 -t 192.0.2.1:80 -m", "-a -t 192.0.2.1:80 -r 198.51.100.5:0 -m -w 1")]
    [InlineData("-a -t 192.0.2.1:80 -r 198.51.100.7 -w 2147483647", "-a -t 192.0.2.1:80 -r 198.51.100.7:80 -g -w 2147483647")]
    [InlineData("-a -t 192.0.2.1:80 -r 198.51.100.9 -w 05", "-a -t 192.0.2.1:80 -r 198.51.100.9:80 -g -w 5")]
    [InlineData("-a -t 192.0.2.1:80 -r [2001:db8::9]:80 -i", "-a -t 192.0.2.1:80 -r [2001:db8::9]:80 -i -w 1 --tun-type ipip")]
    [InlineData(
        "-a -t 192.0.2.1:80 -r 198.51.100.13 -i --tun-type gue --tun-port 6080",
        "-a -t 192.0.2.1:80 -r 198.51.100.13:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum")]
    [InlineData("-a -t 192.0.2.1:80 -r 198.51.100.14 -i --tun-type gre --tun-csum", "-a -t 192.0.2.1:80 -r 198.51.100.14:80 -i -w 1 --tun-type gre --tun-csum")]
    [InlineData("-a -f 5 -r 198.51.100.14:80 -m", "-a -f 5 -r 198.51.100.14:80 -m -w 1")]
    [InlineData("-a -f 5 -6 -r 2001:db8::8", "-a -f 5 -6 -r [2001:db8::8]:0 -g -w 1")]
    public void Taken_as_by_ipvsadm(string line, string rule)
    {
        IpvsadmCommand.Change command = Assert.IsType<IpvsadmCommand.Change>(Parse(line));
        (ServiceSpec service, Dictionary<IpEndpoint, DestinationSpec> servers) = command.What switch
        {
            IpvsChange.AddService c => (c.Spec, []),
            IpvsChange.AddDestination c => (new ServiceSpec("rr", ServiceFlags.None, 0, 32), new Dictionary<IpEndpoint, DestinationSpec> { [c.Destination] = c.Spec }),
            _ => throw new InvalidOperationException(command.What.ToString()),
        };
        string text = IpvsadmText.Render(new IpvsTable(new Dictionary<ServiceKey, VirtualService> { [command.What.Service] = new(service, servers) }));
        Assert.Equal(rule, text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    [Fact]
    public void Thresholds_are_read_where_saving_forgets_them()
    {
        IpvsadmCommand.Change command = Assert.IsType<IpvsadmCommand.Change>(Parse("-e -t 192.0.2.1:80 -r 198.51.100.1 -x 70000 --l-threshold 6"));
        DestinationSpec spec = Assert.IsType<IpvsChange.EditDestination>(command.What).Spec;
        Assert.Equal((70000u, 6u), (spec.UpperThreshold, spec.LowerThreshold));
    }

    [Theory]
    [InlineData("-L", ListSubject.Table, ListForm.Plain, false, false, true)]
    [InlineData("-Ln", ListSubject.Table, ListForm.Plain, true, false, true)]
    [InlineData("-lnX --nosort", ListSubject.Table, ListForm.Plain, true, true, false)]
    [InlineData("--list --rate --thresholds --stats", ListSubject.Table, ListForm.Counters, false, false, true)]
    [InlineData("-L -n --rate --exact", ListSubject.Table, ListForm.Rates, true, true, true)]
    [InlineData("-L --tun-info --persistent-conn --syncid 3", ListSubject.Table, ListForm.Persistent, false, false, true)]
    [InlineData("-L --tun-info --sort", ListSubject.Table, ListForm.Tunnels, false, false, true)]
    [InlineData("-L --thresholds", ListSubject.Table, ListForm.Thresholds, false, false, true)]
    [InlineData("-Lnc", ListSubject.Connections, ListForm.Plain, true, false, true)]
    [InlineData("-L --timeout --", ListSubject.Timeouts, ListForm.Plain, false, false, true)]
    [InlineData("-L --daemon", ListSubject.Daemons, ListForm.Plain, false, false, true)]
    public void Listings_are_asked_for(string line, ListSubject subject, ListForm form, bool numeric, bool exact, bool sorted)
    {
        ListRequest list = Assert.IsType<IpvsadmCommand.List>(Parse(line)).What;
        Assert.Equal((subject, form, numeric, exact, sorted), (list.Subject, list.Form, list.Numeric, list.Exact, list.Sorted));
    }

    [Fact]
    public void The_other_commands()
    {
        Assert.Equal(new IpvsadmCommand.Clear(), Parse("-C"));
        Assert.Equal(new IpvsadmCommand.Restore(), Parse("--restore"));
        Assert.Equal(new IpvsadmCommand.Save(true), Parse("-Sn"));
        Assert.Equal(new IpvsadmCommand.Help(), Parse("-h --whatever"));
        Assert.Equal(new IpvsadmCommand.Version(), Parse("-v"));
        Assert.Equal(new IpvsadmCommand.Zero(null), Parse("-Z"));
        Assert.Equal(new IpvsadmCommand.Zero(null), Parse("-Z -t 0.0.0.0"));
        Assert.Equal("tcp://192.0.2.1:80", Assert.IsType<IpvsadmCommand.Zero>(Parse("-Z -t 192.0.2.1:80")).Service.ToString());
        Assert.Equal(new IpvsadmCommand.SetTimeouts(new IpvsTimeouts(900, 0, 300)), Parse("--set 900 0 300"));
        Assert.Equal(new IpvsadmCommand.StopDaemon(SyncRole.Backup), Parse("--stop-daemon backup --syncid 9"));
        Assert.Equal(
            new IpvsadmCommand.StartDaemon(new SyncDaemonSpec(SyncRole.Master, "eth0", 0), default), Parse("--start-daemon=master"));
        Assert.Equal(
            new IpvsadmCommand.StartDaemon(new SyncDaemonSpec(SyncRole.Backup, "d0", 7), new SyncTransport(1400, IpAddress.Parse("ff02::1:5"), 9000, 9)),
            Parse("--start-daemon backup --mcast-interface d0 --syncid 7 --mcast-group ff02::1:5 --mcast-port 9000 --mcast-ttl 9 --sync-maxlen 1400"));
        Assert.Equal("remove service mark:5", Assert.IsType<IpvsadmCommand.Change>(Parse("-D -f 5")).What.ToString());
        Assert.Equal("mark6:5", Assert.IsType<IpvsadmCommand.List>(Parse("-L -f 5 -6")).What.Service.ToString());
    }

    [Theory]
    [InlineData("-A -t 192.0.2.27:80 -p 5 -M 24", "illegal virtual server persistent mask specified", "255.255.255.0")]
    [InlineData("-A -t 192.0.2.26:80 -p 5 -M 255.255.0.255", "illegal virtual server persistent mask specified", "leading bits")]
    [InlineData("-A -t [192.0.2.1]:80", "illegal virtual server address[:port] specified", "brackets")]
    [InlineData("-A -t 192.0.2.35:80 -b ,", "invalid scheduler flag `,'", null)]
    [InlineData("-A -t [2001:db8::2]:80 -p 5 -M 64abc", "illegal ipv6 netmask specified", "no whole number")]
    public void What_ipvsadm_takes_for_something_else_or_dies_of_is_refused(string line, string message, string? hint)
    {
        Assert.False(IpvsadmLine.TryParse(line.Split(' '), new SomeNames(), out _, out IpvsadmFault? fault));
        Assert.Equal(message, fault.Message);
        if (hint is not null) Assert.Contains(hint, fault.Hint, StringComparison.Ordinal);
    }

    private static IpvsadmCommand Parse(string line)
    {
        Assert.True(IpvsadmLine.TryParse(line.Split(' '), new SomeNames(), out IpvsadmCommand? command, out IpvsadmFault? fault), fault?.Message);
        return command;
    }
}
