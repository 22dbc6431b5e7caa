namespace Gateway.Configuration;

/// <summary>One place that configuration comes from.</summary>
/// <param name="Values">The whole tree of that place; the gateway's keys are under <see cref="SectionReader.Root"/>.</param>
/// <param name="Origin">What a person calls the place where a key (with its path from the top) was written.</param>
internal sealed record ConfigurationLayer(IConfiguration Values, Func<string, string> Origin)
{
    /// <exception cref="FormatException">It is not JSON; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConfigurationLayer FromFile(string path)
    {
        using var stream = File.OpenRead(path);
        return new(new ConfigurationBuilder().AddJsonStream(stream).Build(), _ => path);
    }

    public static ConfigurationLayer FromEnvironment(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        var values = variables
            .Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value))
            .DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        return new(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(),
            key => "environment variable " + key.Replace(":", "__", StringComparison.Ordinal));
    }

    /// <param name="options">By option, such as <c>--manifests</c>: the key it stands for, without <see cref="SectionReader.Root"/>, and the value.</param>
    public static ConfigurationLayer FromOptions(IReadOnlyDictionary<string, KeyValuePair<string, string>> options)
    {
        var values = options.Values.Select(pair => KeyValuePair.Create($"{SectionReader.Root}:{pair.Key}", (string?)pair.Value));
        return new(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(),
            key => "option " + options.First(option => key == $"{SectionReader.Root}:{option.Value.Key}").Key);
    }
}
