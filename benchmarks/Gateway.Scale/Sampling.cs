using System.Diagnostics;

namespace Gateway.Scale;

/// <summary>How often a change is made.</summary>
/// <param name="Changes">As often as this,</param>
/// <param name="Budget">unless that would take longer than this; then at least three times.</param>
internal sealed record Sampling(int Changes, TimeSpan Budget)
{
    private const int Least = 3;

    /// <summary>Beyond the interval at which the gateway takes changes together, so that every change is the first after a rest.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// The first sample, then a tenth as many unmeasured ones, then the samples. <paramref name="sample"/> gets a number that never repeats.
    /// </summary>
    public IReadOnlyList<T> Run<T>(Func<int, T> sample)
    {
        var number = 0;
        var samples = new List<T> { Next() };
        for (var watch = Stopwatch.StartNew(); number <= Changes / 10 && watch.Elapsed < Budget / 10;)
            Next();
        for (var watch = Stopwatch.StartNew(); samples.Count <= Changes && (samples.Count <= Least || watch.Elapsed < Budget);)
            samples.Add(Next());
        return samples;

        T Next()
        {
            Thread.Sleep(Rest);
            return sample(number++);
        }
    }
}
