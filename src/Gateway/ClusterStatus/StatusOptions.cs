using Gateway.Model;

namespace Gateway.ClusterStatus;

/// <summary>What is said in the cluster, and by whom.</summary>
/// <param name="PublishAddresses">IP addresses or host names that the gateway is reached at; where there are any, <paramref name="PublishService"/> is not asked.</param>
/// <param name="PublishService">The gateway's own Service, whose addresses are published as they come and go.</param>
/// <param name="Identity">What this replica calls itself in the lease; no other one, nor a later life of this one, may have the same.</param>
/// <param name="ControllerName">Who is named as the origin of events.</param>
internal sealed record StatusOptions(
    IReadOnlyList<string> PublishAddresses,
    NamespacedName? PublishService,
    string LeaseName,
    string LeaseNamespace,
    string Identity,
    string ControllerName);
