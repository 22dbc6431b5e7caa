namespace Gateway.Model.Resources;

/// <summary>core/v1 Secret. Never printed: see <see cref="PrintMembers"/>.</summary>
public sealed record Secret : KubernetesObject
{
    public const string TlsType = "kubernetes.io/tls";
    public const string CertificateKey = "tls.crt";
    public const string PrivateKeyKey = "tls.key";

    public override string Kind => "Secret";

    public string? Type { get; init; }

    /// <summary>Values are base64.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>Plain values, as manifests may write them. The API server moves them to <see cref="Data"/>, over what is there.</summary>
    public IReadOnlyDictionary<string, string>? StringData { get; init; }

    /// <summary>Secrets never reach a log: the printed form holds the identity alone.</summary>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name);
        return true;
    }
}
