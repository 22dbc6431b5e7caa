using System.CommandLine;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary>The options that stand for keys of the configuration, and <c>--config</c>.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string> _config = new("--config") { Description = "A JSON file of settings, over appsettings.json", HelpName = "FILE" };

    /// <summary>Each with the key it sets.</summary>
    private readonly (Option<string> Option, string Key)[] _keys =
    [
        (new("--manifests", "-m") { Description = "The folder or file of manifests to serve and to watch (default: deploy/dev)", HelpName = "PATH" }, "Manifests"),
        (new("--http-port") { Description = "The port of HTTP (default: 8080)", HelpName = "PORT" }, "Http:HttpPort"),
        (new("--https-port") { Description = "The port of HTTPS (default: 8443)", HelpName = "PORT" }, "Http:HttpsPort"),
        (new("--kubeconfig") { Description = "Serve the cluster of a kubeconfig instead of a folder", HelpName = "FILE" }, "Kubernetes:Kubeconfig"),
        (new("--context") { Description = "Which context of the kubeconfig (default: its current one)", HelpName = "NAME" }, "Kubernetes:Context"),
    ];

    public void AddTo(Command command, params IEnumerable<string> only)
    {
        var names = only.ToHashSet();
        foreach (var option in _keys.Select(pair => pair.Option).Append(_config))
            if (names.Count == 0 || names.Contains(option.Name))
                command.Options.Add(option);
    }

    public CommandLineSettings Read(ParseResult parsed)
    {
        var given = _keys
            .Select(pair => (pair.Option.Name, pair.Key, Value: parsed.GetValue(pair.Option)))
            .Where(option => option.Value is not null)
            .ToDictionary(option => option.Name, option => KeyValuePair.Create(option.Key, option.Value!));
        return new(parsed.GetValue(_config), given);
    }
}
