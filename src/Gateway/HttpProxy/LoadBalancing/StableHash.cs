using System.Net;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// A 64-bit hash that is the same in every process, on every machine: FNV-1a, then MurmurHash3's finaliser, which spreads it over all
/// bits. Not for keys that an adversary must not collide: a client that chooses its key chooses its destination anyhow.
/// </summary>
internal static class StableHash
{
    public const ulong Empty = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    /// <summary>Adds one value to a hash that <see cref="Finish"/> completes.</summary>
    public static ulong Add(ulong hash, byte value) => (hash ^ value) * Prime;

    public static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            hash = Add(Add(hash, (byte)character), (byte)(character >> 8));
        return hash;
    }

    public static ulong Finish(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    public static ulong Of(ReadOnlySpan<char> text) => Finish(Add(Empty, text));

    /// <summary>An IPv4 address and its IPv6-mapped form are the same; a scope does not count.</summary>
    public static ulong Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var hash = Empty;
        foreach (var value in address.IsIPv4MappedToIPv6 ? bytes[12..] : bytes[..length])
            hash = Add(hash, value);
        return Finish(hash);
    }
}
