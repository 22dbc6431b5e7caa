using System.Text.Json;

namespace Gateway.Configuration;

/// <summary>The files of the configuration, the less important first, and what is wrong with them as files.</summary>
internal sealed record ConfigurationFiles(IReadOnlyList<ConfigurationLayer> Layers, IReadOnlyList<ConfigurationProblem> Problems)
{
    public static ConfigurationFiles Read(string? configFile, ProcessEnvironment environment)
    {
        var layers = new List<ConfigurationLayer>();
        var problems = new List<ConfigurationProblem>();
        foreach (var path in new[] { SettingsFile(environment), Explicit(configFile, environment) })
            if (path is not null)
                Read(path, layers, problems);
        return new(layers, problems);
    }

    /// <summary>
    /// The settings of the current directory, where they speak of the gateway (they may be another program's), else those that came with the program.
    /// </summary>
    private static string? SettingsFile(ProcessEnvironment environment)
    {
        var here = Path.Combine(environment.CurrentDirectory, ContentRoot.SettingsFile);
        if (IsOurs(here))
            return here;
        var own = Path.Combine(ContentRoot.Find(environment.ProgramDirectory), ContentRoot.SettingsFile);
        return File.Exists(own) ? own : null;
    }

    private static bool IsOurs(string path)
    {
        try
        {
            return File.Exists(path) && ConfigurationLayer.FromFile(path).Values.GetSection(SectionReader.Root).Exists();
        }
        catch (Exception error) when (error is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            // It is there and unreadable: reading it as ours tells the user why.
            return true;
        }
    }

    private static string? Explicit(string? configFile, ProcessEnvironment environment) =>
        configFile is null ? null : Path.Combine(environment.CurrentDirectory, configFile);

    private static void Read(string path, List<ConfigurationLayer> layers, List<ConfigurationProblem> problems)
    {
        try
        {
            var layer = ConfigurationLayer.FromFile(path);
            layers.Add(layer);
            problems.AddRange(UnknownKeys.AtTopOf(layer));
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            problems.Add(new(path, $"is not valid JSON: {(error.InnerException ?? error).Message}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(path, $"cannot be read: {error.Message}"));
        }
    }
}
