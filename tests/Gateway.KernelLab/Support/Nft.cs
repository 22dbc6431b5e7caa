using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.KernelLab.Support;

/// <summary>nftables, by the program <c>nft</c>. Transport protocols are listed by number: their names depend on files of the machine.</summary>
internal sealed partial class Nft(NetworkNamespace place)
{
    /// <summary>Carries out a script as one transaction.</summary>
    /// <exception cref="InvalidOperationException">It was refused; with nft's own words.</exception>
    public void Apply(string script) => place.Try("nft", ["-f", "-"], script).Succeeded();

    /// <param name="what">Such as <c>table ip gateway</c>.</param>
    public string List(string what) => place.Run("nft", ["--numeric-protocol", "list", .. what.Split(' ')]);

    /// <summary>The elements of all sets and maps of a table, each after its set: <c>services 10.96.0.1 . 6 . 80</c>.</summary>
    /// <param name="table">Such as <c>ip gateway</c>.</param>
    public IReadOnlyList<string> Elements(string table) =>
    [
        .. Filled().Matches(List($"table {table}"))
            .SelectMany(set => set.Groups["elements"].Value.Split(',', StringSplitOptions.TrimEntries), (set, element) => $"{set.Groups["name"]} {element}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All there is, without counters, and with the elements of sets in order: some kinds of set have none.</summary>
    public string Ruleset() => OfSets().Replace(
        place.Run("nft", "--stateless", "list", "ruleset"),
        set => string.Join(", ", set.Value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)));

    /// <summary>What <c>nft -j list</c> has under the key <c>nftables</c>.</summary>
    public JsonArray ListJson(string what) =>
        JsonNode.Parse(place.Run("nft", ["-j", "--numeric-protocol", "list", .. what.Split(' ')]))!["nftables"]!.AsArray();

    [GeneratedRegex(@"(?<=elements = \{ )[^}]*(?= \})", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex OfSets();

    [GeneratedRegex(@"(set|map) (?<name>\w+) \{[^{}]*elements = \{(?<elements>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Filled();
}
