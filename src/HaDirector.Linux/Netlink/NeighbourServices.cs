using HaDirector.Ipvs;

namespace HaDirector.Linux.Netlink;

/// <summary>Services in this kernel's table that other directors made: what stands in the run directories beside ours.</summary>
public sealed class NeighbourServices
{
    private const int DirectoriesMax = 1024;

    private readonly HashSet<ServiceKey> _keys = [];
    private bool _unsure;

    private NeighbourServices()
    {
    }

    /// <summary>Reads the lists of the others. A director that is gone keeps its services as long as its list is there.</summary>
    /// <param name="runDirectory">Ours.</param>
    public static NeighbourServices Read(string runDirectory)
    {
        NeighbourServices found = new();
        string own = Path.GetFullPath(runDirectory).TrimEnd('/');
        try
        {
            int left = DirectoriesMax;
            foreach (string beside in Directory.EnumerateDirectories(Path.GetDirectoryName(own) ?? "/").Where(beside => beside != own))
            {
                if (left-- == 0) throw new IOException($"more than {DirectoriesMax} directories beside {own}");
                found.Take(Path.Combine(beside, IpvsOwnership.FileName));
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            found._unsure = true;
        }

        return found;
    }

    /// <summary>Whether another director made the service. Where a list cannot be read it may have made any.</summary>
    public bool Has(ServiceKey key) => _unsure || _keys.Contains(key);

    private void Take(string path)
    {
        if (!File.Exists(path)) return;
        if (new FileInfo(path).Length > IpvsOwnership.BytesMax) throw new IOException($"{path} is too long");
        string text = File.ReadAllText(path);
        if (OwnedServices.PlaceOf(text) is { } place && place != IpvsOwnership.Place) return;
        _keys.UnionWith(OwnedServices.Parse(text, out _));
    }
}
