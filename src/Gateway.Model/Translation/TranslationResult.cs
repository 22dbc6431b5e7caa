using Gateway.Model.Translation.Clusters;
using Gateway.Model.Translation.Exposure;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Ingresses;
using Gateway.Model.Translation.Layer4;
using Gateway.Model.Translation.Tables;
using Gateway.Model.Translation.Tls;

namespace Gateway.Model.Translation;

/// <summary>A desired state together with the snapshot it came from and what the next translation takes over.</summary>
public sealed record TranslationResult
{
    public static readonly TranslationResult Empty = new();

    public ResourceSnapshot Snapshot { get; init; } = ResourceSnapshot.Empty;

    public DesiredState Desired { get; init; } = DesiredState.Empty;

    internal TranslationOptions Options { get; init; } = new();

    internal NodeTopology Node { get; init; } = new("", null);

    internal PersistentMap<NamespacedName, SelectedIngress> SelectedIngresses { get; init; } = PersistentMap<NamespacedName, SelectedIngress>.Empty;

    internal PersistentMap<NamespacedName, PersistentMap<NamespacedName, Membership>> IngressesByService { get; init; } =
        PersistentMap<NamespacedName, PersistentMap<NamespacedName, Membership>>.Empty;

    internal PersistentMap<NamespacedName, PersistentMap<NamespacedName, Membership>> IngressesBySecret { get; init; } =
        PersistentMap<NamespacedName, PersistentMap<NamespacedName, Membership>>.Empty;

    /// <summary>Every Secret that a selected Ingress names, whether it exists or not.</summary>
    internal PersistentMap<NamespacedName, TlsSecret> TlsSecrets { get; init; } = PersistentMap<NamespacedName, TlsSecret>.Empty;

    internal PersistentMap<NamespacedName, ServiceTranslation> Services { get; init; } = PersistentMap<NamespacedName, ServiceTranslation>.Empty;

    internal PersistentMap<NamespacedName, IngressTranslation> Ingresses { get; init; } = PersistentMap<NamespacedName, IngressTranslation>.Empty;

    internal PersistentMap<string, PersistentMap<ObjectReference, HostClaim>> HostClaims { get; init; } =
        PersistentMap<string, PersistentMap<ObjectReference, HostClaim>>.Empty;

    internal PersistentMap<string, HostTranslation> Hosts { get; init; } = PersistentMap<string, HostTranslation>.Empty;

    internal PersistentMap<string, PersistentMap<NamespacedName, CertificateClaim>> CertificateClaims { get; init; } =
        PersistentMap<string, PersistentMap<NamespacedName, CertificateClaim>>.Empty;

    internal PersistentMap<string, CertificateTranslation> Certificates { get; init; } = PersistentMap<string, CertificateTranslation>.Empty;

    internal PersistentMap<ServicePortName, PersistentMap<string, Membership>> HostsByCluster { get; init; } =
        PersistentMap<ServicePortName, PersistentMap<string, Membership>>.Empty;

    internal PersistentMap<NamespacedName, PersistentMap<ServicePortName, Membership>> ClustersByService { get; init; } =
        PersistentMap<NamespacedName, PersistentMap<ServicePortName, Membership>>.Empty;

    internal PersistentMap<ServicePortName, ClusterTranslation> Clusters { get; init; } = PersistentMap<ServicePortName, ClusterTranslation>.Empty;

    /// <summary>What the Services that are on layer 4 ask for; of others, what is said to them about it.</summary>
    internal PersistentMap<NamespacedName, Layer4Request> Layer4Requests { get; init; } = PersistentMap<NamespacedName, Layer4Request>.Empty;

    internal PersistentMap<NamespacedName, AddressRequest> AddressRequests { get; init; } = PersistentMap<NamespacedName, AddressRequest>.Empty;

    internal PersistentMap<NamespacedName, AddressAllocation> AddressAllocations { get; init; } = PersistentMap<NamespacedName, AddressAllocation>.Empty;

    internal PersistentMap<NamespacedName, Layer4Plan> Layer4Plans { get; init; } = PersistentMap<NamespacedName, Layer4Plan>.Empty;

    internal PersistentMap<FrontendKey, PersistentMap<NamespacedName, FrontendClaim>> FrontendClaims { get; init; } =
        PersistentMap<FrontendKey, PersistentMap<NamespacedName, FrontendClaim>>.Empty;

    internal PersistentMap<FrontendKey, FrontendOwner> FrontendOwners { get; init; } = PersistentMap<FrontendKey, FrontendOwner>.Empty;

    internal PersistentMap<ServicePortName, Layer4Translation> Layer4 { get; init; } = PersistentMap<ServicePortName, Layer4Translation>.Empty;

    internal PersistentMap<ObjectReference, PersistentMap<RemarkSource, ObjectConditions>> Remarks { get; init; } =
        PersistentMap<ObjectReference, PersistentMap<RemarkSource, ObjectConditions>>.Empty;
}
