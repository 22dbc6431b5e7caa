using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

/// <summary>An environment with directories of its own, and nothing of the machine's.</summary>
internal sealed class TestEnvironment : IDisposable
{
    private readonly Dictionary<string, string?> _variables = [];
    private readonly Dictionary<string, KeyValuePair<string, string>> _options = [];
    private readonly string _root = Directory.CreateTempSubdirectory("gateway-test-").FullName;
    private string? _configFile;

    public TestEnvironment()
    {
        CurrentDirectory = Directory.CreateDirectory(Path.Combine(_root, "current")).FullName;
        ProgramDirectory = Directory.CreateDirectory(Path.Combine(_root, "product", "bin")).FullName;
    }

    public string CurrentDirectory { get; }

    /// <summary>Its parent may be the content root.</summary>
    public string ProgramDirectory { get; }

    public ProcessEnvironment Process => new(_variables, "host-1", CurrentDirectory, ProgramDirectory);

    public TestEnvironment WithVariable(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public TestEnvironment WithOption(string option, string key, string value)
    {
        _options[option] = KeyValuePair.Create(key, value);
        return this;
    }

    public TestEnvironment WithFile(string directory, string name, string content)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public TestEnvironment WithSettings(string json) => WithFile(CurrentDirectory, "appsettings.json", json);

    public TestEnvironment WithConfigFile(string name)
    {
        _configFile = name;
        return this;
    }

    public GatewayConfiguration Read() => GatewayConfiguration.Read(new(_configFile, _options), Process);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
