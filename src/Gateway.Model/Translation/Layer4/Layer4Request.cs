using Gateway.Model.Resources;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>What a Service asks of layer 4, read from the Service alone: neither its endpoints nor other Services have a say in it.</summary>
internal sealed record Layer4Request(Claimant Claimant) : IRemarked
{
    public ValueArray<Layer4Port> Ports { get; init; }

    /// <summary>The addresses it has from elsewhere, those that are given up first last.</summary>
    public ValueArray<RequestedAddress> Addresses { get; init; }

    /// <summary>Empty where its node ports are not served.</summary>
    public ValueArray<IPFamily> NodePortFamilies { get; init; }

    /// <summary>Null where it has no address of ours.</summary>
    public AddressRequest? Pool { get; init; }

    public SourceRanges SourceRanges { get; init; } = SourceRanges.Any;

    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.Default;

    public string? Scheduler { get; init; }

    public TimeSpan ClientAffinity { get; init; }

    public ValueArray<Remark> Remarks { get; init; }
}

/// <param name="Field">Such as <c>spec.ports[0]</c>.</param>
/// <param name="NodePort">Null where it has none, or none that can be used.</param>
internal sealed record Layer4Port(ServicePortName Name, TransportProtocol Protocol, ServicePort Port, int? NodePort, string Field);

/// <param name="Address">Canonical text.</param>
internal sealed record RequestedAddress(FrontendKind Kind, IPFamily Family, string Address, string Field);
