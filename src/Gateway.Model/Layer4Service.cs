namespace Gateway.Model;

/// <summary>One port of a Service on layer 4: where it is reached, and how one of its backends is chosen.</summary>
public sealed record Layer4Service(ServicePortName Name, TransportProtocol Protocol)
{
    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.Default;

    /// <summary>The IPVS scheduler that the Service asks for by name, 1–15 lower-case letters and digits; null where its policy decides.</summary>
    public string? Scheduler { get; init; }

    /// <summary>How long a client stays on its backend after its last packet, 1–86400 s; zero where it is not kept there.</summary>
    public TimeSpan ClientAffinity { get; init; }

    /// <summary>Ordered by kind, family, address and port; each at most once, and none that another Service has.</summary>
    public ValueArray<Frontend> Frontends { get; init; }
}
