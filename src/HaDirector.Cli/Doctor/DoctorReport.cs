using System.Text;
using System.Text.Json;
using HaDirector.Engine.Doctor;

namespace HaDirector.Cli.Doctor;

/// <summary>The findings for people and for programs.</summary>
internal static class DoctorReport
{
    /// <summary>A line each, with the advice below what is not good.</summary>
    public static string Text(IReadOnlyList<Finding> findings)
    {
        StringBuilder text = new();
        foreach (Finding finding in findings)
        {
            text.Append($"{Word(finding.Verdict),-8}{finding.Name}: {finding.Text}\n");
            if (finding.Verdict != Verdict.Good && finding.Advice.Length > 0) text.Append($"        {finding.Advice}\n");
        }

        return text.ToString();
    }

    /// <summary>{"findings":[{"name":...,"verdict":...,"text":...,"advice":...}]}.</summary>
    public static string Json(IReadOnlyList<Finding> findings)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("findings");
            foreach (Finding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("name", finding.Name);
                json.WriteString("verdict", Word(finding.Verdict));
                json.WriteString("text", finding.Text);
                if (finding.Advice.Length > 0) json.WriteString("advice", finding.Advice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.Note => "note",
        _ => "missing",
    };
}
