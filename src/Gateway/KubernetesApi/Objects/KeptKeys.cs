using System.Text;

namespace Gateway.KubernetesApi.Objects;

/// <summary>Which keys of labels or annotations are kept: those that something here reads.</summary>
internal sealed class KeptKeys
{
    private readonly byte[][] _prefixes;

    /// <param name="prefixes">A key that begins with one of them is kept; an empty prefix keeps all.</param>
    public KeptKeys(params string[] prefixes) => _prefixes = [.. prefixes.Select(Encoding.ASCII.GetBytes)];

    public bool Keeps(ReadOnlySpan<byte> key)
    {
        foreach (var prefix in _prefixes)
            if (key.StartsWith(prefix))
                return true;
        return false;
    }
}
