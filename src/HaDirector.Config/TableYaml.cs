using HaDirector.Ipvs;

namespace HaDirector.Config;

/// <summary>A table as a configuration file.</summary>
/// <param name="Text">The file, which loads as it is.</param>
/// <param name="LeftOut">How many comments in it name something of the table that the language cannot say.</param>
public sealed record TableFile(string Text, int LeftOut);

/// <summary>hadirector ipvs to-yaml: a table as the services of a configuration file. What the language cannot say is a comment.</summary>
public static class TableYaml
{
    private const string Head =
        """
        # Made from a table of ipvsadm by hadirector ipvs to-yaml. Still to do: the directors' own names and addresses, virtual_routers for
        # the virtual addresses, and a check for each service; hadirector init shows them. Then: hadirector check FILE
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }


        """;

    /// <summary>Renders a file whose services make the same table, as far as that can be said.</summary>
    public static TableFile Render(IpvsTable table)
    {
        TableYamlText text = new(Head);
        foreach ((ServiceKey key, VirtualService service) in table.Services.OrderBy(s => s.Key)) text.Add(key, service);
        return new TableFile(text.ToString(), text.LeftOut);
    }
}
