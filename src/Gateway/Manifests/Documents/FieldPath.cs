using System.Globalization;

namespace Gateway.Manifests.Documents;

/// <summary>
/// Field paths as messages write them: <c>spec.rules[0].http.paths[1].backend</c>, and
/// <c>metadata.annotations['yarp-gateway.io/weight']</c> where a key holds dots.
/// </summary>
internal static class FieldPath
{
    public static string Child(string path, string key)
    {
        if (key.AsSpan().IndexOfAny(".[]'") >= 0 || key.Length == 0)
            return $"{path}['{key}']";
        return path.Length == 0 ? key : $"{path}.{key}";
    }

    public static string Item(string path, int index) => $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>Where a field is written: its key, or its item in a list. What is not there is where its nearest ancestor is.</summary>
    public static TextPosition Locate(ManifestNode root, string path)
    {
        var node = root;
        var position = root.Position;
        var rest = path.AsSpan().TrimStart('$').TrimStart('.');
        while (!rest.IsEmpty && TryStep(node, ref rest, out var next, out var at))
        {
            node = next;
            position = at;
        }
        return position;
    }

    // name        a key without dots, up to the next '.' or '['; where keys hold dots, the longest key that fits
    // [name]      any key, in quotes or not
    // [0]         an item of a list
    private static bool TryStep(ManifestNode node, ref ReadOnlySpan<char> rest, out ManifestNode next, out TextPosition position)
    {
        (next, position) = (node, node.Position);
        if (node is MappingNode bracketed && rest is ['[', '\'' or '"', ..])
        {
            var end = rest.IndexOf([rest[1], ']']);
            return end >= 2 && TryEnter(bracketed, rest[2..end], end + 2, ref rest, out next, out position);
        }
        if (node is MappingNode named && rest is ['[', ..])
        {
            var end = rest.IndexOf(']');
            return end > 0 && TryEnter(named, rest[1..end], end + 1, ref rest, out next, out position);
        }
        if (node is MappingNode mapping)
            return TryEnterLongest(mapping, ref rest, out next, out position);
        if (node is not SequenceNode sequence || rest is not ['[', ..] || rest.IndexOf(']') is var close && close < 0)
            return false;
        if (!int.TryParse(rest[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= sequence.Items.Count)
            return false;
        (next, position) = (sequence.Items[index], sequence.Items[index].Position);
        rest = rest[(close + 1)..].TrimStart('.');
        return true;
    }

    private static bool TryEnterLongest(MappingNode mapping, ref ReadOnlySpan<char> rest, out ManifestNode next, out TextPosition position)
    {
        for (var length = rest.Length; length > 0; length = rest[..length].LastIndexOfAny('.', '['))
            if (TryEnter(mapping, rest[..length], length, ref rest, out next, out position))
                return true;
        (next, position) = (mapping, mapping.Position);
        return false;
    }

    private static bool TryEnter(
        MappingNode mapping, ReadOnlySpan<char> key, int consumed, ref ReadOnlySpan<char> rest, out ManifestNode next, out TextPosition position)
    {
        (next, position) = (mapping, mapping.Position);
        if (mapping.Find(key.ToString()) is not { } entry)
            return false;
        (next, position) = (entry.Value, entry.KeyPosition);
        rest = rest[consumed..].TrimStart('.');
        return true;
    }
}
