using System.Globalization;

namespace Gateway.Measuring;

/// <summary>Figures as tables show them: three digits say all that there is to know.</summary>
internal static class Figures
{
    public static string Number(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>p50 / p99 of n (the first); a dash for what was not measured.</summary>
    public static string Cell(Series? series, double unit) => series is null
        ? "–"
        : $"{Number(series.P50 / unit)} / {Number(series.P99 / unit)} of {series.Count} ({Number(series.First / unit)})";
}
