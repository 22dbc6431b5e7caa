using Gateway.ClusterStatus.Events;
using Gateway.ClusterStatus.Publishing;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Reconciliation;

namespace Gateway.ClusterStatus;

/// <summary>
/// Hands over to those who write in the cluster what they should say by now. That is all there is to applying: no request is made here, so what the
/// API server does or refuses to do is of no account to readiness.
/// </summary>
internal sealed class ClusterStatusTarget(
    ResourceStore store, StatusOptions options, StatusWriter statuses, EventWriter events, ILogger<ClusterStatusTarget> logger) : IStateTarget
{
    private ValueArray<LoadBalancerIngress>? _addresses;
    private Service? _service;
    private bool _isRead;

    public string Name => "cluster-status";

    public ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        var snapshot = store.Current;
        var service = options.PublishService is { } name ? snapshot.Services.Find(name) : null;
        if (!_isRead || !ReferenceEquals(service, _service))
            Follow(PublishedAddresses.Read(options, service));
        (_service, _isRead) = (service, true);
        statuses.Offer(desired, snapshot, _addresses);
        events.Offer(desired.Conditions, snapshot);
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// A Service that was there and is gone took its addresses along. One that was never there may be a slip of the pen, and no reason to wipe
    /// from every Ingress what is there.
    /// </summary>
    private void Follow(ValueArray<LoadBalancerIngress>? known)
    {
        var addresses = known ?? (_addresses is null ? null : ValueArray.Empty<LoadBalancerIngress>());
        if (addresses != _addresses)
            logger.Publishing(TextOf(addresses.GetValueOrDefault()));
        else if (addresses is null)
            SayWhyNot();
        _addresses = addresses;
    }

    private void SayWhyNot()
    {
        if (options.PublishService is null)
            logger.NothingToPublish();
        else
            logger.NoPublishService(options.PublishService);
    }

    private static string TextOf(ValueArray<LoadBalancerIngress> addresses) =>
        addresses.IsEmpty ? "no address, as there is none" : string.Join(", ", addresses.Select(address => address.Ip ?? address.Hostname));
}
