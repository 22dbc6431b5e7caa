using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Ipvs;

/// <summary>As much of nft as the gateway's text needs, by its rules: what is deleted has to be there, intervals do not overlap, and all is done or nothing.</summary>
internal sealed partial class FakeNft
{
    private Dictionary<string, Dictionary<string, ImmutableHashSet<string>>> _tables = [];

    /// <summary>What there is, without the elements.</summary>
    public string Listing => string.Join('\n', _tables.OrderBy(table => table.Key).Select(table => $"{table.Key}: {string.Join(' ', table.Value.Keys.Order())}"));

    /// <summary>Of both families.</summary>
    public IReadOnlySet<string> Elements(string set) =>
        _tables.Values.SelectMany(table => table.GetValueOrDefault(set) ?? []).ToHashSet();

    /// <summary>As somebody else might.</summary>
    public void FlushRuleset() => _tables.Clear();

    public void Run(string transaction)
    {
        var tables = _tables.ToDictionary(table => table.Key, table => table.Value.ToDictionary(set => set.Key, set => set.Value));
        string? open = null;
        foreach (var line in transaction.Split('\n'))
        {
            if (Element().Match(line) is { Success: true } element)
                Change(tables, element);
            else if (Table().Match(line) is { Success: true } table)
                open = Define(tables, table);
            else if (Set().Match(line) is { Success: true } set)
                tables[open!].Add(set.Groups["name"].Value, []);
        }
        _tables = tables;
    }

    private static string? Define(Dictionary<string, Dictionary<string, ImmutableHashSet<string>>> tables, Match line)
    {
        var name = line.Groups["name"].Value;
        if (line.Groups["verb"].Value.Trim() == "delete")
            return tables.Remove(name) ? null : throw new IOException($"No such file or directory: {name}");
        tables.TryAdd(name, []);
        return name;
    }

    private static void Change(Dictionary<string, Dictionary<string, ImmutableHashSet<string>>> tables, Match line)
    {
        var name = line.Groups["set"].Value;
        if (!tables.TryGetValue(line.Groups["table"].Value, out var sets) || !sets.TryGetValue(name, out var set))
            throw new IOException($"No such file or directory: {line.Groups["table"].Value} {name}");
        var changed = set.ToBuilder();
        foreach (var element in line.Groups["elements"].Value.Split(',', StringSplitOptions.TrimEntries))
            if (line.Groups["verb"].Value == "add")
                Add(name, changed, element);
            else if (!changed.Remove(element))
                throw new IOException($"No such file or directory: element {element} of {name}");
        sets[name] = changed.ToImmutable();
    }

    private static void Add(string name, ImmutableHashSet<string>.Builder set, string element)
    {
        var key = element.Split(" : ")[0];
        if (name == "verdicts" && set.Any(other => other != element && other.Split(" : ")[0] == key))
            throw new IOException($"File exists: {key} of {name}");
        if (name == "source_ranges" && set.Any(other => other != element && Overlap(other, element)))
            throw new IOException($"conflicting intervals specified: {element}");
        set.Add(element);
    }

    private static bool Overlap(string left, string right)
    {
        var (cutLeft, cutRight) = (left.LastIndexOf(" . ", StringComparison.Ordinal), right.LastIndexOf(" . ", StringComparison.Ordinal));
        if (left[..cutLeft] != right[..cutRight])
            return false;
        var (first, second) = (IPNetwork.Parse(left[(cutLeft + 3)..]), IPNetwork.Parse(right[(cutRight + 3)..]));
        return first.Contains(second.BaseAddress) || second.Contains(first.BaseAddress);
    }

    [GeneratedRegex(@"^(?<verb>add|delete) element (?<table>ip6? \w+) (?<set>\w+) \{ (?<elements>.*) \}$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Element();

    [GeneratedRegex(@"^(?<verb>(?:add |delete )?)table (?<name>ip6? \w+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Table();

    [GeneratedRegex(@"^  (?:set|map) (?<name>\w+) \{", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Set();
}
