namespace Gateway.Measuring;

/// <summary>A figure measured once for each of many changes.</summary>
/// <param name="First">The very first one, before any code was warm; not among the others.</param>
/// <param name="Count">How many the percentiles are over.</param>
internal sealed record Series(double First, double P50, double P99, int Count)
{
    /// <summary>Of samples in the order in which they were taken.</summary>
    public static Series Of(IReadOnlyList<double> samples)
    {
        var sorted = samples.Skip(1).Order().ToArray();
        return new(samples[0], Percentile(sorted, 0.50), Percentile(sorted, 0.99), sorted.Length);
    }

    public static double Median(IReadOnlyList<double> samples) => Percentile([.. samples.Order()], 0.50);

    private static double Percentile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
