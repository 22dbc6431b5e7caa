using System.Text.Json.Serialization;

namespace Gateway.KubernetesApi.Access;

/// <summary>client.authentication.k8s.io ExecCredential, as a plugin prints it. No record: a record would print it too.</summary>
internal sealed class ExecCredential
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public ExecCredentialStatus? Status { get; init; }
}

internal sealed class ExecCredentialStatus
{
    /// <summary>Null where it does not expire.</summary>
    public DateTimeOffset? ExpirationTimestamp { get; init; }

    public string? Token { get; init; }

    /// <summary>PEM; so is the key.</summary>
    public string? ClientCertificateData { get; init; }

    public string? ClientKeyData { get; init; }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ExecCredential))]
internal sealed partial class ExecCredentialJson : JsonSerializerContext;
