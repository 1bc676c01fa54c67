using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;

namespace HaDirector.Linux.Tests.Netlink;

/// <summary>Lists of services in the run directories of other directors.</summary>
public sealed class NeighbourServicesTests : IDisposable
{
    private static readonly ServiceKey Web = Key("tcp://192.0.2.80:80"), Dns = Key("udp://192.0.2.80:53"), Mail = Key("tcp://192.0.2.80:25");

    private readonly string _folder = Directory.CreateTempSubdirectory("hd-neighbours-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Services_of_directors_beside_ours_are_theirs_but_for_those_of_another_namespace()
    {
        new IpvsOwnership(Of("ours")).Claim([Web]);
        new IpvsOwnership(Of("theirs")).Claim([Dns]);
        File.WriteAllText(Path.Combine(Of("elsewhere"), IpvsOwnership.FileName), OwnedServices.Format([Mail], "net:[1]"));
        Directory.CreateDirectory(Path.Combine(_folder, "nobody"));
        NeighbourServices others = NeighbourServices.Read(Path.Combine(_folder, "ours"));
        Assert.Equal((false, true, false), (others.Has(Web), others.Has(Dns), others.Has(Mail)));
        Assert.True(NeighbourServices.Read(Path.Combine(_folder, "theirs/")).Has(Web));
    }

    [Fact]
    public void A_list_of_before_that_does_not_say_where_counts_and_one_that_cannot_be_read_spares_everything()
    {
        string list = Path.Combine(Of("theirs"), IpvsOwnership.FileName);
        File.WriteAllText(list, OwnedServices.Format([Dns]));
        Assert.True(NeighbourServices.Read(Of("ours")).Has(Dns));
        Assert.False(NeighbourServices.Read(Of("ours")).Has(Web));
        using (FileStream file = File.OpenWrite(list)) file.SetLength(IpvsOwnership.BytesMax + 1);
        Assert.True(NeighbourServices.Read(Of("ours")).Has(Web));
    }

    private string Of(string director) => Directory.CreateDirectory(Path.Combine(_folder, director)).FullName;

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);
}
