using System.Text.Json;

namespace Gateway.KubernetesApi.Access;

/// <summary>What a plugin that asks for it is told of the cluster it gives a credential for.</summary>
internal sealed class ExecClusterFacts(KubeconfigEntry cluster)
{
    /// <summary>The extension of a cluster that holds what its plugin alone understands.</summary>
    private const string Extension = "client.authentication.k8s.io/exec";

    private readonly FieldContent? _authorities = cluster.Content("certificate-authority");
    private readonly JsonElement? _config =
        cluster.Sections("extensions").FirstOrDefault(extension => extension.Text("name") == Extension) is { Value: var found }
        && found.TryGetProperty("extension", out var config) ? config : null;

    /// <exception cref="FormatException">The file of the certificate authority cannot be read.</exception>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("cluster");
        json.WriteString("server", cluster.Text("server"));
        if (cluster.Text("tls-server-name") is { } name)
            json.WriteString("tls-server-name", name);
        if (cluster.Flag("insecure-skip-tls-verify"))
            json.WriteBoolean("insecure-skip-tls-verify", true);
        if (_authorities is not null)
            json.WriteBase64String("certificate-authority-data", _authorities.Read());
        if (cluster.Text("proxy-url") is { } proxy)
            json.WriteString("proxy-url", proxy);
        if (_config is { } settings)
        {
            json.WritePropertyName("config");
            settings.WriteTo(json);
        }
        json.WriteEndObject();
    }
}
