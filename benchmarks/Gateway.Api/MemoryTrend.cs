namespace Gateway.Api;

/// <summary>Whether memory grows: what is resident, in bytes, looked at every few seconds.</summary>
internal sealed record MemoryTrend(IReadOnlyList<long> Samples, double IntervalSeconds)
{
    /// <summary>Medians, since one look may catch a collection that is about to run.</summary>
    public double FirstQuarter => Series.Median([.. Samples.Take(Quarter).Select(sample => (double)sample)]);

    public double LastQuarter => Series.Median([.. Samples.TakeLast(Quarter).Select(sample => (double)sample)]);

    /// <summary>The slope of the straight line that fits best.</summary>
    public double BytesPerMinute
    {
        get
        {
            var (meanIndex, mean) = ((Samples.Count - 1) / 2.0, Samples.Average());
            var covariance = Samples.Select((sample, index) => (index - meanIndex) * (sample - mean)).Sum();
            var variance = Samples.Select((_, index) => Math.Pow(index - meanIndex, 2)).Sum();
            return variance == 0 ? 0 : covariance / variance / IntervalSeconds * 60;
        }
    }

    private int Quarter => Math.Max(1, Samples.Count / 4);
}
