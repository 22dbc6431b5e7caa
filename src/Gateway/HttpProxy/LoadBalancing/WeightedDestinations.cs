using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>The destinations of a set that take new requests, with the weights that count now.</summary>
/// <param name="Weights">Each at least 1; their sum is below 2^32. A multiple of the configured weights while a destination ramps up.</param>
/// <param name="StaleAt">The timestamp at which the weights change; <see cref="long.MaxValue"/> for never.</param>
internal sealed record WeightedDestinations(DestinationState[] Destinations, uint[] Weights, long StaleAt)
{
    private const ulong MaxTotal = uint.MaxValue;

    public int Count => Destinations.Length;

    /// <summary>
    /// Halves the weights until their sum fits 32 bits, which more than 65,537 destinations of the greatest weight (or 655, while one
    /// ramps up) need: the shares then differ from the exact ones by one in the halved weight at most.
    /// </summary>
    public static uint[] Fit(ReadOnlySpan<ulong> weights)
    {
        var fitted = weights.ToArray();
        while (Sum(fitted) > MaxTotal)
            foreach (ref var weight in fitted.AsSpan())
                weight = Math.Max(1, weight / 2);
        return Array.ConvertAll(fitted, weight => (uint)weight);
    }

    public bool IsSameAs(WeightedDestinations other) =>
        Weights.AsSpan().SequenceEqual(other.Weights) && Destinations.AsSpan().SequenceEqual(other.Destinations);

    private static ulong Sum(ulong[] weights)
    {
        var sum = 0ul;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }
}
