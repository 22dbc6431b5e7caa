namespace Gateway.Configuration;

/// <summary>One place that configuration comes from.</summary>
/// <param name="Values">The whole tree of that place; the gateway's keys are under <see cref="SectionReader.Root"/>.</param>
/// <param name="Origin">What a person calls the place where a key (with its path from the top) was written.</param>
internal sealed record ConfigurationLayer(IConfiguration Values, Func<string, string> Origin)
{
    public static ConfigurationLayer File(string path) =>
        new(new ConfigurationBuilder().AddJsonStream(System.IO.File.OpenRead(path)).Build(), _ => path);

    public static ConfigurationLayer Environment() =>
        new(new ConfigurationBuilder().AddEnvironmentVariables().Build(), key => key.Replace(":", "__", StringComparison.Ordinal));

    /// <summary>Options by key, with the option's name: <c>Manifests</c> → (<c>--manifests</c>, value).</summary>
    public static ConfigurationLayer Options(IReadOnlyDictionary<string, (string Option, string Value)> options)
    {
        var values = options.Select(pair => KeyValuePair.Create($"{SectionReader.Root}:{pair.Key}", (string?)pair.Value.Value));
        return new(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(),
            key => options[key[(SectionReader.Root.Length + 1)..]].Option);
    }
}
