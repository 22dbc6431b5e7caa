namespace Gateway.Configuration;

/// <summary>The configuration as it was read at the start.</summary>
/// <param name="Options">With defaults in place of what could not be used.</param>
/// <param name="Values">Everything that was written, for the libraries that read sections of their own.</param>
/// <param name="Problems">Empty where the start may go on.</param>
internal sealed record GatewayConfiguration(
    GatewayOptions Options,
    IConfiguration Values,
    IReadOnlyCollection<string> Keys,
    IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>From the least to the most important: defaults, appsettings.json, the file of --config, the environment, options.</summary>
    public static GatewayConfiguration Read(CommandLineSettings commandLine, ProcessEnvironment environment)
    {
        var files = ConfigurationFiles.Read(commandLine.ConfigFile, environment);
        List<ConfigurationLayer> layers =
        [
            .. files.Layers,
            ConfigurationLayer.FromEnvironment(environment.Variables),
            ConfigurationLayer.FromOptions(commandLine.Options),
        ];
        var section = new SectionReader(layers);
        var options = GatewayOptionsReader.Read(section, environment);
        var values = layers.Aggregate(new ConfigurationBuilder(), (builder, layer) => (ConfigurationBuilder)builder.AddConfiguration(layer.Values));
        return new(options, values.Build(), section.KnownKeys, [.. files.Problems, .. section.Problems()]);
    }
}
