using System.Xml.Linq;

namespace HaDirector.Tests.Architecture;

public class ProjectReferenceTests
{
    private static readonly ArrowTable Table = ArrowTable.Load();

    [Fact]
    public void Every_project_stands_in_the_table_and_every_row_is_a_project()
    {
        string[] projects = [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Name).Order()];
        Assert.Equal(projects, Table.Rows.Keys.Order());
    }

    [Fact]
    public void Projects_reference_what_the_table_allows_and_nothing_else()
    {
        var wrong = new List<string>();
        foreach (string folder in Directory.GetDirectories(Path.Combine(Repository.Root, "src")))
        {
            string project = Name(folder);
            foreach (string referenced in References(folder).Where(r => !Table.Rows[project].MayReference.Contains(r)))
                wrong.Add($"{project} references {referenced}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_pure_project_references_pure_projects_only()
    {
        IEnumerable<string> wrong =
            from row in Table.Rows.Values
            where row.Pure
            from target in row.MayReference
            where !Table.Rows[target].Pure
            select $"{row.Project} may reference {target}";
        Assert.Empty(wrong);
    }

    private static string Name(string folder) => Path.GetFileName(folder)["HaDirector.".Length..];

    private static IEnumerable<string> References(string folder) =>
        XDocument.Load(Directory.GetFiles(folder, "*.csproj").Single())
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)["HaDirector.".Length..]);
}
