using System.Text;

namespace Gateway.KubernetesApi.Objects;

/// <summary>
/// One string for the same bytes again: zones, node names, protocols and the names of ports and labels stand in objects by the ten thousand.
/// It keeps as many strings as it has slots and forgets the one that another takes the slot of, so it needs no upkeep. For one reader at a time each
/// call is consistent; several readers may share it, and at worst make a string twice.
/// </summary>
internal sealed class StringPool
{
    /// <summary>Longer texts hardly repeat.</summary>
    public const int MaxLength = 64;

    private const int Slots = 4096;

    private readonly string?[] _slots = new string?[Slots];

    /// <param name="utf8">Valid UTF-8 without escapes.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
            return Encoding.UTF8.GetString(utf8);
        ref var slot = ref _slots[HashOf(utf8) % Slots];
        var known = slot;
        if (known is not null && IsSame(known, utf8))
            return known;
        return slot = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Texts that are not ASCII are longer in bytes than in characters, and simply never found.</summary>
    private static bool IsSame(string text, ReadOnlySpan<byte> utf8) => text.Length == utf8.Length && Ascii.Equals(utf8, text);

    /// <summary>FNV-1a.</summary>
    private static uint HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var value in bytes)
            hash = (hash ^ value) * 16777619u;
        return hash ^ (hash >> 15);
    }
}
