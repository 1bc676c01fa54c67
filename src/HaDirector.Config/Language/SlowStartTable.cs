using System.Globalization;
using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>A slow start as written.</summary>
internal sealed class SlowStartDraft : Draft
{
    public Located<TimeSpan>? Duration { get; set; }

    public Located<double>? Aggression { get; set; }

    public Located<int>? Min { get; set; }
}

/// <summary>The keys of services.NAME.slow_start.</summary>
internal static class SlowStartTable
{
    public const double DefaultAggression = 1;
    public const int DefaultMin = 10;

    private static readonly ScalarShape<TimeSpan> Duration = Scalars.Duration("1s", "1h");

    private static readonly ScalarShape<double> Aggression = new(
        "a number from 0.1 to 10",
        json =>
        {
            json.WriteString("type", "number");
            json.WriteNumber("minimum", 0.1);
            json.WriteNumber("maximum", 10);
        },
        (string text, out double value) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is >= 0.1 and <= 10)
    { PlainOnly = true };

    public static readonly MappingShape<SlowStartDraft> Whole = new("services.NAME.slow_start", "a mapping such as { duration: 20s, min: 10% }",
        new Field<SlowStartDraft, TimeSpan>("duration", Duration, (d, v) => d.Duration = v)
        {
            Required = true,
            Elsewhere = ["slow_start_window"],
            Help = "Time of the whole ramp.",
        },
        new Field<SlowStartDraft, double>("aggression", Aggression, (d, v) => d.Aggression = v)
        {
            Default = "1",
            Help = "Shape of the ramp, weight × (elapsed / duration)^(1 / aggression): 1 is a straight line, more is quicker at first.",
        },
        new Field<SlowStartDraft, int>("min", Scalars.Percent(1, 100, "[1-9]|[1-9][0-9]|100"), (d, v) => d.Min = v)
        {
            Default = "10%",
            Elsewhere = ["min_weight_percent"],
            Help = "Share of the weight it begins with, at least one unit.",
        });

    public static readonly BriefShape<SlowStartDraft, TimeSpan> Shape = new(Duration, (d, v) => d.Duration = v, Whole);
}
