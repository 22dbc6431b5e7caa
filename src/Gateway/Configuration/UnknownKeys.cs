namespace Gateway.Configuration;

/// <summary>Finds what is written and read by nobody, and says what was probably meant.</summary>
internal static class UnknownKeys
{
    /// <summary>What a configuration file may hold beside the gateway's own section; these are read by the libraries they belong to.</summary>
    private static readonly string[] TopLevel = [SectionReader.Root, "Logging", "ReverseProxy"];

    /// <param name="known">Keys without <see cref="SectionReader.Root"/>.</param>
    /// <param name="lists">Those of the known keys that have numbered elements.</param>
    public static IEnumerable<ConfigurationProblem> In(IReadOnlyList<ConfigurationLayer> layers, ICollection<string> known, ICollection<string> lists) =>
        from layer in layers
        from entry in layer.Values.GetSection(SectionReader.Root).AsEnumerable(makePathsRelative: true)
        where entry.Value is not null && !known.Contains(entry.Key) && !IsElement(entry.Key, lists)
        select Problem(layer, entry.Key, known);

    /// <summary>Sections at the top of a file that nobody reads.</summary>
    public static IEnumerable<ConfigurationProblem> AtTopOf(ConfigurationLayer file) =>
        from section in file.Values.GetChildren()
        where !TopLevel.Contains(section.Key, StringComparer.OrdinalIgnoreCase)
        select new ConfigurationProblem(
            file.Origin(section.Path),
            $"there is no section {section.Key}" + (NearestWord.Find(section.Key, TopLevel) is { } nearest
                ? $"; did you mean {nearest}?"
                : $"; keys of the gateway go into the section {SectionReader.Root}"));

    private static bool IsElement(string key, ICollection<string> lists)
    {
        var colon = key.LastIndexOf(':');
        return colon > 0 && lists.Contains(key[..colon]) && key.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static ConfigurationProblem Problem(ConfigurationLayer layer, string key, ICollection<string> known)
    {
        var path = $"{SectionReader.Root}:{key}";
        var suggestion = Nearest(key, known) is { } nearest ? $"; did you mean {SectionReader.Root}:{nearest}?" : "";
        return new(layer.Origin(path), $"there is no key {path}{suggestion}");
    }

    /// <summary>A key in the wrong section is found by its last word, one with a slip by its letters.</summary>
    private static string? Nearest(string key, ICollection<string> known)
    {
        var sameWord = known.Where(candidate => LastWord(candidate).Equals(LastWord(key), StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return NearestWord.Find(key, known) ?? (sameWord is [var only] ? only : null);
    }

    private static string LastWord(string key) => key[(key.LastIndexOf(':') + 1)..];
}
