namespace Gateway.ApiServer.Admission;

/// <summary>How something is written.</summary>
/// <param name="Manager">Who is noted as the owner of what changes.</param>
internal sealed record WriteOptions(string Manager)
{
    /// <summary>Null for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>By server-side apply, which notes itself who owns what.</summary>
    public bool Applied { get; init; }

    public bool DryRun { get; init; }

    /// <summary>By the test itself, past the rules: with its status, and with what a server would refuse.</summary>
    public bool Trusted { get; init; }
}
