using System.Text;
using HaDirector.Config;
using HaDirector.Tests.Architecture;

namespace HaDirector.Tests.Config;

/// <summary>Good files made bad in every way an editor, a disk or a hand can.</summary>
public class FuzzTests
{
    private const int Cases = 25_000;

    [Fact]
    public void Any_bytes_give_a_plan_or_an_error_inside_the_file_and_never_an_exception()
    {
        byte[][] seeds =
        [
            .. Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.yaml").Order(StringComparer.Ordinal).Select(WithoutComments),
            Encoding.UTF8.GetBytes(Texts.Whole), Encoding.UTF8.GetBytes(Texts.Whole), Encoding.UTF8.GetBytes(Texts.Whole),
        ];
        Random random = new(20261122);
        int plans = 0;
        for (int n = 0; n < Cases; n++)
        {
            byte[] content = seeds[random.Next(seeds.Length)];
            for (int edits = random.Next(1, 4); edits > 0; edits--) content = Mutate(content, random);
            LoadResult result;
            try
            {
                result = ConfigFile.Load(content, "f", random.Next(8) == 0 ? "nobody" : "lb01");
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {n} of seed 20261122 threw: {Convert.ToBase64String(content)}", e);
            }
            if (result.Plan is not null) plans++;
            Assert.Equal(result.Plan is null, result.Errors > 0);
            Assert.All(result.Diagnostics, d => AssertInside(d, content));
            _ = DiagnosticText.Render(result);
        }
        // The mutations must leave some files good, or the test has tried nothing but the first error.
        Assert.InRange(plans, Cases / 100, Cases * 9 / 10);
    }

    private static void AssertInside(Diagnostic d, byte[] content)
    {
        string[] lines = Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
        Assert.InRange(d.Position.Line, 1, lines.Length);
        Assert.InRange(d.Position.Column, 1, lines[d.Position.Line - 1].Length + 1);
    }

    private static byte[] WithoutComments(string file) => Encoding.UTF8.GetBytes(string.Concat(
        File.ReadLines(file).Select(l => l.Split('#')[0].TrimEnd()).Where(l => l.Length > 0).Select(l => l + "\n")));

    private static byte[] Mutate(byte[] content, Random random)
    {
        if (content.Length == 0) return content;
        int at = random.Next(content.Length);
        switch (random.Next(9))
        {
            case 0: return content[..at];
            case 1: return [.. content[..at], (byte)random.Next(256), .. content[(at + 1)..]];
            case 2: return [.. content[..at], (byte)Marks[random.Next(Marks.Length)], .. content[at..]];
            case 3: return [.. content[..at], .. content[(at + 1)..]];
            case 4:
                content = [.. content];
                content[at] ^= (byte)(1 << random.Next(8));
                return content;
            default: return MutateLines(content, random);
        }
    }

    private static byte[] MutateLines(byte[] content, Random random)
    {
        List<string> lines = [.. Encoding.Latin1.GetString(content).Split('\n')];
        int at = random.Next(lines.Count);
        int other = random.Next(lines.Count);
        switch (random.Next(5))
        {
            case 0: lines.Insert(other, lines[at]); break;
            case 1: lines.RemoveAt(at); break;
            case 2: (lines[at], lines[other]) = (lines[other], lines[at]); break;
            case 3: lines[at] = new string(' ', random.Next(6)) + lines[at].TrimStart(); break;
            default: lines[at] = lines[at].Replace(Words[random.Next(Words.Length)], Words[random.Next(Words.Length)], StringComparison.Ordinal); break;
        }
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private const string Marks = " \t\n:-[]{},&*!|>'\"%@`#?~0";

    private static readonly string[] Words =
    [
        "192.0.2.80", "192.0.2.21", "80", "0", "-1", "tcp", "http", "{}", "[]", "eth0", "lb01", "lb02", "dr", "nat", "rr", "51", "100", "150", "100ms", "1s",
        "timeout", "interval", "address", "mark", "\"", "null", "<<", "*a", "&a ", "!!int ", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "2001:db8::1", "---",
    ];
}
