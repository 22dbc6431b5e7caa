namespace Gateway.Model.Translation.Hosts;

/// <summary>What one object asks for at one host.</summary>
internal sealed record HostClaim(string Host, Claimant Claimant)
{
    public const string IngressKind = "Ingress";

    /// <summary>No two of the same match and path.</summary>
    public ValueArray<ClaimedRoute> Routes { get; init; }

    public ClaimedRoute? Default { get; init; }

    public bool IsEmpty => Routes.IsEmpty && Default is null;

    public bool IsIngress => Claimant.Object.Kind == IngressKind;
}

/// <summary>A route and the field of the object that asks for it.</summary>
internal sealed record ClaimedRoute(HttpRoute Route, string Field);
