using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

/// <summary>Who is named for what was found changed.</summary>
public sealed class AnnouncedChangesTests
{
    private static readonly ServiceKey Web = Key("tcp://192.0.2.80:80"), Dns = Key("udp://192.0.2.80:53");

    private readonly AnnouncedChanges _changes = new();

    [Fact]
    public void Who_said_so_is_named_for_the_services_they_named_and_nobody_for_others()
    {
        Assert.Equal("somebody else", _changes.By([Web], default));
        _changes.Add(new AnnouncedChange("anna", new HashSet<ServiceKey> { Web }, default));
        Assert.Equal("anna", _changes.By([Web, Web], At(1)));
        Assert.Equal("somebody else", _changes.By([Dns], At(1)));
        Assert.Equal("anna and somebody else", _changes.By([Dns, Web], At(1)));
        _changes.Add(new AnnouncedChange("bert", null, At(1)));
        Assert.Equal("bert", _changes.By([Dns, Web], At(2)));
    }

    [Fact]
    public void An_announcement_is_forgotten_in_time_and_so_are_too_many()
    {
        _changes.Add(new AnnouncedChange("anna", null, default));
        Assert.Equal("anna", _changes.By([Web], At(59.9)));
        Assert.Equal("somebody else", _changes.By([Web], At(60)));
        _changes.Add(new AnnouncedChange("bert", new HashSet<ServiceKey> { Web }, At(60)));
        for (int i = 0; i < AnnouncedChanges.Max - 1; i++) _changes.Add(new AnnouncedChange("carl", new HashSet<ServiceKey> { Dns }, At(60)));
        Assert.Equal("bert", _changes.By([Web], At(60)));
        _changes.Add(new AnnouncedChange("carl", new HashSet<ServiceKey> { Dns }, At(60)));
        Assert.Equal("somebody else", _changes.By([Web], At(60)));
    }

    [Fact]
    public void Drift_is_told_with_its_author()
    {
        IpvsChange[] undone = [new IpvsChange.RemoveService(Web)];
        Assert.Equal("1 change put right: remove service tcp://192.0.2.80:80; the table was changed by anna; equal until 3 s ago", DriftWords.Of(undone, "anna", TimeSpan.FromSeconds(3)));
    }

    private static Instant At(double seconds) => default(Instant) + TimeSpan.FromSeconds(seconds);

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);
}
