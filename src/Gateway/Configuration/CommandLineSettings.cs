namespace Gateway.Configuration;

/// <summary>What the command line says about the configuration.</summary>
/// <param name="ConfigFile">The file of <c>--config</c>.</param>
/// <param name="Options">By option, such as <c>--manifests</c>: the key it stands for and the value.</param>
internal sealed record CommandLineSettings(string? ConfigFile, IReadOnlyDictionary<string, KeyValuePair<string, string>> Options)
{
    public static readonly CommandLineSettings None = new(null, new Dictionary<string, KeyValuePair<string, string>>());
}
