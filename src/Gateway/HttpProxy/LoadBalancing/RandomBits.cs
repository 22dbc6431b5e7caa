namespace Gateway.HttpProxy.LoadBalancing;

internal static class RandomBits
{
    /// <summary>64 random bits, of which the lowest is always 0.</summary>
    public static ulong NextBits(this Random random) => (ulong)random.NextInt64() << 1;

    /// <summary>Takes a number in [0, <paramref name="bound"/>) off the top of the bits; what is left over serves the next draw.</summary>
    public static int Draw(ref ulong bits, int bound) => (int)Draw(ref bits, (ulong)bound);

    public static ulong Draw(ref ulong bits, ulong bound) => Math.BigMul(bits, bound, out bits);
}
