using System.Globalization;

namespace HaDirector.Model;

/// <summary>Durations as people write them in the configuration: a number and a unit, "100ms", "1.5s", "2m", "1h", "0".</summary>
public static class DurationText
{
    /// <summary>Parses; a number without a unit is refused unless it is 0, for nobody can tell seconds from milliseconds.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text)) return false;
        if (text == "0") return true;
        int unitAt = text.Length;
        while (unitAt > 0 && char.IsAsciiLetter(text[unitAt - 1])) unitAt--;
        long ticksPerUnit = text[unitAt..] switch
        {
            "us" => TimeSpan.TicksPerMicrosecond,
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        if (ticksPerUnit == 0) return false;
        if (!decimal.TryParse(text.AsSpan(0, unitAt), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)) return false;
        if (number > 1_000_000_000) return false;
        duration = new TimeSpan((long)(number * ticksPerUnit));
        return true;
    }

    /// <summary>Writes a duration in the largest unit that keeps it exact: 100ms, 2s, 5m.</summary>
    public static string Format(TimeSpan duration)
    {
        long ticks = duration.Ticks;
        if (ticks == 0) return "0";
        if (ticks % TimeSpan.TicksPerHour == 0) return $"{ticks / TimeSpan.TicksPerHour}h";
        if (ticks % TimeSpan.TicksPerMinute == 0) return $"{ticks / TimeSpan.TicksPerMinute}m";
        if (ticks % TimeSpan.TicksPerSecond == 0) return $"{ticks / TimeSpan.TicksPerSecond}s";
        return string.Create(CultureInfo.InvariantCulture, $"{ticks / (decimal)TimeSpan.TicksPerMillisecond:0.####}ms");
    }
}
