using System.Diagnostics;
using HaDirector.Linux.Route;
using HaDirector.Linux.Tests.Network;
using HaDirector.Linux.Tracking;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Tests.Tracking;

/// <summary>What says that something tracked may have changed, and what it is then.</summary>
public sealed class NoticeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hd-notice-");

    [Fact]
    public void A_file_is_heard_of_when_it_comes_changes_is_replaced_and_goes()
    {
        using FileNotice notice = new();
        string file = Path.Combine(_folder.FullName, "tune"), other = Path.Combine(_folder.FullName, "other");
        notice.Arm([_folder.FullName, Path.Combine(_folder.FullName, "nowhere")]);
        Assert.False(notice.Hear());

        Heard(() => File.WriteAllText(file, "17"));
        Heard(() => File.WriteAllText(file, "18"));
        File.WriteAllText(other, "19");
        Heard(() => File.Move(other, file, overwrite: true));
        byte[] content = new byte[64];
        Assert.Equal("19", System.Text.Encoding.ASCII.GetString(content.AsSpan(0, SmallFile.Read(file, content))));
        Heard(() => File.Delete(file));
        Assert.Equal(-1, SmallFile.Read(file, content));
        Assert.Equal(-1, SmallFile.Read(_folder.FullName, content));

        notice.Arm([]);
        notice.Hear();
        File.WriteAllText(file, "20");
        Assert.False(notice.Hear());

        void Heard(Action change)
        {
            notice.Hear();
            notice.Arm([_folder.FullName]);
            change();
            Wait.Until(notice.Hear, () => "the change");
            notice.Hear();
        }
    }

    [Fact]
    public void Processes_are_found_by_name_and_by_program()
    {
        string name = "hdtest" + Guid.NewGuid().ToString("N")[..8], program = Path.Combine(_folder.FullName, name);
        File.Copy("/bin/sleep", program);
        using Process process = Process.Start(program, "1000");
        try
        {
            Wait.Until(() => ProcessTable.Find([name, program]) is var found && found[name].Contains(process.Id) && found[program].Contains(process.Id), () => "the process");
            Assert.True(ProcessTable.IsOne(process.Id, [name]));
            Assert.True(ProcessTable.IsOne(process.Id, [program]));
            Assert.False(ProcessTable.IsOne(process.Id, [name + "x"]));
        }
        finally
        {
            process.Kill();
        }

        process.WaitForExit();
        Wait.Until(() => ProcessTable.Find([name])[name].Count == 0, () => "its end");
    }

    [NamespaceFact]
    public void A_route_is_there_or_not_and_its_changes_are_heard()
    {
        using Lan lan = new("a");
        using RouteWatch watch = lan.Inside("a", () => new RouteWatch());
        RouteRecord route = Route("198.51.100.0", 24, 254), elsewhere = Route("198.51.100.0", 24, 100), any = Route("0.0.0.0", 0, 254), v6 = Route("2001:db8:1::", 64, 254);
        Assert.False(watch.IsThere(route));

        lan.Ip("a", "route add 198.51.100.0/24 dev eth0");
        Wait.Until(() => watch.Hear([route]), () => "the route to be heard of");
        Assert.True(watch.IsThere(route));
        Assert.False(watch.IsThere(elsewhere));
        Assert.False(watch.IsThere(any));

        lan.Ip("a", "route add 198.51.100.0/25 dev eth0"); // another one
        lan.Ip("a", "route add 198.51.100.0/24 dev eth0 table 100");
        lan.Ip("a", "route add default via 192.0.2.1 dev eth0");
        lan.Ip("a", "-6 route add 2001:db8:1::/64 dev lo");
        lan.Ip("a", "route add blackhole 203.0.113.0/24");
        Assert.True(watch.IsThere(elsewhere));
        Assert.True(watch.IsThere(any));
        Assert.True(watch.IsThere(v6));
        Assert.False(watch.IsThere(Route("203.0.113.0", 24, 254)));
        while (watch.Hear([any])) { }

        lan.Ip("a", "route del 198.51.100.0/25 dev eth0");
        Assert.False(watch.Hear([route, any]));
        lan.Ip("a", "route del 198.51.100.0/24 dev eth0");
        Wait.Until(() => watch.Hear([route]), () => "its end to be heard of");
        Assert.False(watch.IsThere(route));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static RouteRecord Route(string address, byte length, uint table) => new(new IpPrefix(IpAddress.Parse(address), length), table);
}
