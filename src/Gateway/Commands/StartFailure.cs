using Gateway.Configuration;
using Gateway.Hosting;
using Gateway.KubernetesApi.Access;
using Gateway.Manifests;

namespace Gateway.Commands;

/// <summary>A start that cannot be: what to tell, and the exit code.</summary>
internal sealed record StartFailure(int ExitCode, string Message)
{
    public static StartFailure? Of(GatewayConfiguration configuration) =>
        configuration.Problems.Count == 0 ? null : new(Commands.ExitCode.Configuration, Lines(configuration.Problems));

    /// <summary>Null where the exception is none of those that a start is known to end with.</summary>
    public static StartFailure? Of(Exception error, GatewayOptions options) => error switch
    {
        InvalidSettingsException => new(Commands.ExitCode.Configuration, $"gateway: {error.Message}"),
        ClusterAccessException unusable => new(Commands.ExitCode.Cluster, Lines(unusable.Problems)),
        UnreadableManifestsException => new(Commands.ExitCode.Manifests, $"gateway: {error.Message}"),
        ListenException refused => new(Commands.ExitCode.Listen, $"gateway: {refused.Message} (Gateway:Health:Listen)"),
        _ when ListenException.Explain(error) is { } reason => new(Commands.ExitCode.Listen, $"gateway: {Listener(error, options)}: {reason}"),
        _ => null,
    };

    private static string Lines<T>(IEnumerable<T> problems) => string.Join('\n', problems.Select(problem => $"gateway: {problem}"));

    /// <summary>The server names the address in its message; which key that comes from, it cannot know.</summary>
    private static string Listener(Exception error, GatewayOptions options)
    {
        var message = error.Message;
        var isHttps = message.Contains($":{options.Http.HttpsPort}", StringComparison.Ordinal);
        var (port, key, option) = isHttps
            ? (options.Http.HttpsPort, "Gateway:Http:HttpsPort", "--https-port")
            : (options.Http.HttpPort, "Gateway:Http:HttpPort", "--http-port");
        return $"cannot listen on port {port} ({key}, {option})";
    }
}
