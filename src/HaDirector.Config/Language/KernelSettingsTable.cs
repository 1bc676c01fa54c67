using System.Globalization;
using System.Text.Json;
using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Language;

/// <summary>Kernel settings as written: names, and values as the kernel takes them.</summary>
internal sealed class KernelSettingsDraft : Draft
{
    public Dictionary<string, Located<string>> Values { get; } = [];
}

/// <summary>The keys of ipvs.settings: every setting that <see cref="IpvsSettings"/> knows.</summary>
internal static class KernelSettingsTable
{
    private static readonly ChoiceShape<string> Defence = new("defence", ("off", "0"), ("automatic", "1"), ("always", "3"));

    private static readonly ScalarShape<string> Switch = new(
        "true or false", json => json.WriteString("type", "boolean"),
        (string text, out string value) =>
        {
            value = text == "true" ? "1" : "0";
            return text is "true" or "false";
        })
    { PlainOnly = true };

    private static readonly ScalarShape<string> Threshold = Scalars.Text(
        "two numbers such as 3 50, the second 0 or greater than the first", "^[0-9]{1,9} [0-9]{1,9}$",
        text => text.Split(' ') is [var first, var second] && Scalars.TryNumber(first, out int from) && Scalars.TryNumber(second, out int period)
            && from >= 0 && period >= 0 && (period == 0 || from < period));

    private static readonly ScalarShape<string> Processors = new(
        "processors such as 0-3,5",
        json =>
        {
            json.WriteStartArray("type");
            json.WriteStringValue("string");
            json.WriteStringValue("integer");
            json.WriteEndArray();
            json.WriteNumber("minimum", 0);
            json.WriteNumber("maximum", 9999);
            json.WriteString("pattern", "^[0-9]{1,4}(-[0-9]{1,4})?(,[0-9]{1,4}(-[0-9]{1,4})?){0,63}$");
        },
        (string text, out string value) =>
        {
            value = text;
            return text.Split(',') is { Length: <= 64 } parts && parts.All(IsRange);
        });

    public static readonly MappingShape<KernelSettingsDraft> Shape = new("ipvs.settings", "a mapping such as { conntrack: true }",
        [.. IpvsSettings.All.Select(setting => new Field<KernelSettingsDraft, string>(setting.Name, ShapeOf(setting), (d, v) => d.Values[setting.Name] = v)
        {
            Default = "(left alone)",
            Help = setting.Meaning,
        })])
    { AllowEmpty = true };

    private static Shape<string> ShapeOf(IpvsSetting setting) => setting.Kind switch
    {
        SettingKind.Switch => Switch,
        SettingKind.Defence => Defence,
        SettingKind.Threshold => Threshold,
        SettingKind.Processors => Processors,
        SettingKind.Seconds => Seconds(setting),
        _ => Number(setting),
    };

    private static ScalarShape<string> Number(IpvsSetting setting) => new(
        setting.Kind == SettingKind.PowerOfTwo ? $"a power of two from {setting.Least} to {setting.Most}" : $"a number from {setting.Least} to {setting.Most}",
        json => Describe(setting, json),
        (string text, out string value) =>
        {
            value = text;
            return Scalars.TryNumber(text, out int number) && number >= setting.Least && number <= setting.Most
                && (setting.Kind != SettingKind.PowerOfTwo || int.IsPow2(number));
        })
    { PlainOnly = true };

    private static void Describe(IpvsSetting setting, Utf8JsonWriter json)
    {
        json.WriteString("type", "integer");
        json.WriteNumber("minimum", setting.Least);
        json.WriteNumber("maximum", setting.Most);
        if (setting.Kind != SettingKind.PowerOfTwo) return;
        json.WriteStartArray("enum");
        for (int power = setting.Least; power <= setting.Most; power *= 2) json.WriteNumberValue(power);
        json.WriteEndArray();
    }

    private static ScalarShape<string> Seconds(IpvsSetting setting) =>
        Scalars.Duration($"{setting.Least}s", $"{setting.Most}s", "1s").Select(time => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    private static bool IsRange(string text) =>
        text.Split('-') is { Length: 1 or 2 } ends && ends.All(end => Scalars.TryNumber(end, out int cpu) && cpu is >= 0 and <= 9999);
}
