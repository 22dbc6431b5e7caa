namespace Gateway.Model;

/// <summary>What should be true of TCP, UDP and SCTP, whichever plane carries them.</summary>
public sealed record Layer4State
{
    public static readonly Layer4State Empty = new();

    /// <summary>The ports of Services that the gateway serves on layer 4; no other Service is in here.</summary>
    public PersistentMap<ServicePortName, Layer4Service> Services { get; init; } = PersistentMap<ServicePortName, Layer4Service>.Empty;
}
