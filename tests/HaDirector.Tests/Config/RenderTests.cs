using System.Text.Json;
using HaDirector.Config;

namespace HaDirector.Tests.Config;

public class RenderTests
{
    [Fact]
    public void Text_shows_the_line_with_a_caret_under_the_place()
    {
        LoadResult result = Texts.Load("directors: { lb01: {} }\ncolour: blue\n");
        Assert.Equal(
            """
            f.yaml:2:1: error HAD1003: unknown key 'colour' in the file (known are directors, virtual_routers, sync_groups, foreign_virtual_routers, tracks, bfd, pair, restart, services, mass_failure, maintenance_folder, connection_sync, ipvs, control)
                2 | colour: blue
                  | ^

            """, DiagnosticText.Render(result));
    }

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        LoadResult result = Texts.Load($"directors: {{ lb01: {{}} }}\ncontrol: {{ {new string(' ', 500)}colour: blue }}\n");
        string[] lines = DiagnosticText.Render(result).Split('\n');
        Assert.True(lines[1].Length < 130);
        Assert.Equal("colour", lines[1].Substring(lines[2].IndexOf('^', StringComparison.Ordinal), 6));
    }

    [Fact]
    public void What_could_steer_a_terminal_never_reaches_it()
    {
        LoadResult result = ConfigFile.Load("directors: { lb01: {} }\n\"\\e[31m\\a\": 1\na\u001b[2J: 1\n"u8.ToArray(), "f.yaml", null);
        Assert.DoesNotContain(DiagnosticText.Render(result), c => char.IsControl(c) && c != '\n');
        LoadResult escaped = Texts.Load("directors: { lb01: {} }\n\"\\e[31m\\a\": 1\n");
        string text = DiagnosticText.Render(escaped);
        Assert.Contains("unknown key '?[31m?'", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Json_carries_every_part_of_a_finding()
    {
        VerbOutput output = CheckVerb.Run(Texts.Load("directors: { lb01: {} }\nservces: {}\n"), "f.yaml", json: true);
        Assert.Equal(1, output.ExitCode);
        using JsonDocument document = JsonDocument.Parse(output.Text);
        JsonElement root = document.RootElement;
        Assert.Equal(("f.yaml", false, 1, 0),
            (root.GetProperty("file").GetString(), root.GetProperty("ok").GetBoolean(), root.GetProperty("errors").GetInt32(), root.GetProperty("warnings").GetInt32()));
        JsonElement finding = root.GetProperty("findings")[0];
        Assert.Equal(("HAD1003", "error", "f.yaml", 2, 1, "unknown key 'servces' in the file", "did you mean 'services'?"),
            (finding.GetProperty("code").GetString(), finding.GetProperty("severity").GetString(), finding.GetProperty("file").GetString(),
                finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), finding.GetProperty("message").GetString(),
                finding.GetProperty("hint").GetString()));
    }

    [Fact]
    public void A_good_file_is_summed_up_in_one_line_and_ends_with_0()
    {
        Assert.Equal(new VerbOutput("f.yaml: good for director lb01: 4 virtual routers, 4 services, 6 servers\n", 0),
            CheckVerb.Run(Texts.Load(Texts.Whole), "f.yaml", json: false));
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_file()
    {
        IReadOnlyList<Diagnostic> findings = Texts.Load("zz: 1\ncontrol: { socket: x, yy: 1 }\ndirectors: { lb01: {}, lb01: {} }\n").Diagnostics;
        Assert.Equal(findings.OrderBy(d => d.Position.Line).ThenBy(d => d.Position.Column), findings);
        Assert.Equal(4, findings.Count);
    }
}
