using System.Globalization;

namespace Gateway.Model.Translation;

/// <summary>Durations as Go and Kubernetes write them: numbers with units, such as <c>30s</c>, <c>1m30s</c>, <c>1.5h</c>.</summary>
public static class Duration
{
    /// <summary>
    /// Takes what Go's <c>time.ParseDuration</c> takes, except negative ones: units ns, us (µs), ms, s, m, h, in any order and number; a bare
    /// <c>0</c>, and no other number without a unit. Parts below 100 ns are lost.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0")
            return true;
        var ticks = 0m;
        var rest = text;
        while (!rest.IsEmpty)
        {
            var numberLength = LengthOf(rest, IsNumberPart);
            var unitLength = LengthOf(rest[numberLength..], character => !IsNumberPart(character));
            if (!TryTicks(rest[..numberLength], rest.Slice(numberLength, unitLength), out var part))
                return false;
            ticks += part;
            rest = rest[(numberLength + unitLength)..];
        }
        if (text.IsEmpty || ticks > TimeSpan.MaxValue.Ticks)
            return false;
        duration = new((long)ticks);
        return true;
    }

    private static bool TryTicks(ReadOnlySpan<char> number, ReadOnlySpan<char> unit, out decimal ticks)
    {
        ticks = 0;
        if (TicksPer(unit) is not { } ticksPerUnit
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > TimeSpan.MaxValue.Ticks)
            return false;
        ticks = value * ticksPerUnit;
        return true;
    }

    private static decimal? TicksPer(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 0.01m,
        "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };

    private static bool IsNumberPart(char character) => char.IsAsciiDigit(character) || character == '.';

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
            length++;
        return length;
    }
}
