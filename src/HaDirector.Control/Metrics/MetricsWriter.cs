using System.Globalization;
using System.Text;

namespace HaDirector.Control.Metrics;

/// <summary>Writes the Prometheus text exposition format, version 0.0.4: a family's help and type, then its samples.</summary>
internal sealed class MetricsWriter(StringBuilder text)
{
    private string _family = "";

    /// <summary>Begins a gauge.</summary>
    public MetricsWriter Gauge(string name, string help) => Begin(name, "gauge", help);

    /// <summary>Begins a counter; its name ends in _total.</summary>
    public MetricsWriter Counter(string name, string help) => Begin(name, "counter", help);

    /// <summary>Begins a histogram.</summary>
    public MetricsWriter Histogram(string name, string help) => Begin(name, "histogram", help);

    /// <summary>Writes the buckets, the sum and the count of the histogram begun last.</summary>
    public void Sample(HistogramReport durations, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        (string, string)[] bucket = [.. labels, default];
        long count = 0;
        for (int i = 0; i < durations.Counts.Count; i++)
        {
            count += durations.Counts[i];
            bucket[^1] = ("le", i < durations.BoundsSeconds.Count ? durations.BoundsSeconds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf");
            Sample("_bucket", count, bucket);
        }
        Sample("_sum", durations.SumSeconds, labels);
        Sample("_count", count, labels);
    }

    /// <summary>Writes a sample of the family begun last.</summary>
    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Sample("", value, labels);

    /// <summary>Writes a count with all its digits: beyond 2^53 a double has not.</summary>
    public void Count(ulong value, params ReadOnlySpan<(string Name, string Value)> labels) => Sample("", value.ToString(CultureInfo.InvariantCulture), labels);

    private void Sample(string suffix, double value, ReadOnlySpan<(string Name, string Value)> labels) =>
        Sample(suffix, value.ToString("R", CultureInfo.InvariantCulture), labels);

    private void Sample(string suffix, string value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(_family).Append(suffix);
        for (int i = 0; i < labels.Length; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"");
            AppendEscaped(labels[i].Value);
            text.Append('"');
        }
        if (labels.Length > 0) text.Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    /// <summary>Writes 1 or 0.</summary>
    public void Sample(bool value, params ReadOnlySpan<(string Name, string Value)> labels) => Sample(value ? 1 : 0, labels);

    private MetricsWriter Begin(string name, string type, string help)
    {
        _family = name;
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    // Label values escape backslash, quote and line feed; nothing else is special.
    private void AppendEscaped(string value)
    {
        foreach (char c in value)
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
    }
}
