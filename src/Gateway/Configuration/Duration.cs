using System.Globalization;

namespace Gateway.Configuration;

/// <summary>Lengths of time as Kubernetes writes them: <c>30s</c>, <c>1m30s</c>, <c>250ms</c>, <c>1.5h</c>; a bare <c>0</c> needs no unit.</summary>
internal static class Duration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest is "0")
            return true;
        if (rest.IsEmpty)
            return false;
        while (!rest.IsEmpty)
        {
            if (!TryTakePart(ref rest, out var part) || part > TimeSpan.MaxValue - duration)
                return false;
            duration += part;
        }
        return true;
    }

    public static string Format(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0s",
        { TotalSeconds: < 1 } => Text(duration.TotalMilliseconds, "ms"),
        { TotalHours: >= 1 } when duration.Ticks % TimeSpan.TicksPerHour == 0 => Text(duration.TotalHours, "h"),
        { TotalMinutes: >= 1 } when duration.Ticks % TimeSpan.TicksPerMinute == 0 => Text(duration.TotalMinutes, "m"),
        _ => Text(duration.TotalSeconds, "s"),
    };

    private static string Text(double value, string unit) => value.ToString("0.###", CultureInfo.InvariantCulture) + unit;

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out TimeSpan part)
    {
        part = TimeSpan.Zero;
        var digits = rest.IndexOfAnyExcept("0123456789.");
        if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return false;
        rest = rest[digits..];
        var letters = rest.IndexOfAny("0123456789.");
        var unit = letters < 0 ? rest : rest[..letters];
        var milliseconds = unit switch
        {
            "ms" => value,
            "s" => value * 1_000,
            "m" => value * 60_000,
            "h" => value * 3_600_000,
            _ => double.NaN,
        };
        if (double.IsNaN(milliseconds) || milliseconds > TimeSpan.FromDays(3650).TotalMilliseconds)
            return false;
        part = TimeSpan.FromMilliseconds(milliseconds);
        rest = rest[unit.Length..];
        return true;
    }
}
