using System.Collections.Concurrent;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>
/// Objects that were claimed and are no more, with what they were to say then: what is still said of it is to be taken back. Every replica keeps
/// this, so that the one that leads next can go on. What an object was before the process began is not known here.
/// </summary>
internal sealed class ReleasedObjects
{
    private readonly ConcurrentDictionary<ObjectReference, WantedStatus> _said = new();
    private PersistentMap<NamespacedName, Ingress>? _ingresses;
    private PersistentMap<NamespacedName, Service>? _services;

    public IEnumerable<ObjectReference> All => _said.Keys;

    /// <summary>Takes in what changed since the last call. For one caller at a time.</summary>
    /// <param name="addresses">What was published until now.</param>
    public void Follow(
        IReadOnlyList<MapChange<ObjectReference, Claim>> changes, ValueArray<LoadBalancerIngress>? addresses, ResourceSnapshot snapshot)
    {
        foreach (var (reference, before, after) in changes)
        {
            if (after is null && before is not null && StatusPlan.TryBuild(before, addresses) is { } said)
                _said[reference] = said;
            else
                _said.TryRemove(reference, out _);
        }
        ForgetWhatIsGone(snapshot);
    }

    public WantedStatus? Find(ObjectReference reference) => _said.GetValueOrDefault(reference);

    public void Forget(ObjectReference reference) => _said.TryRemove(reference, out _);

    private void ForgetWhatIsGone(ResourceSnapshot snapshot)
    {
        // Objects that are not claimed say nothing when they go, so they have to be looked for; not for every endpoint that changes, though.
        if (ReferenceEquals(_ingresses, snapshot.Ingresses) && ReferenceEquals(_services, snapshot.Services))
            return;
        (_ingresses, _services) = (snapshot.Ingresses, snapshot.Services);
        foreach (var (reference, said) in _said)
            if (snapshot.Find(reference) is not { } resource || !SaysAnyOf(ObservedStatus.Of(resource), said))
                _said.TryRemove(reference, out _);
    }

    private static bool SaysAnyOf(ObservedStatus observed, WantedStatus said) =>
        observed.Programmed is not null || (!said.Addresses.IsEmpty && observed.HasAddresses(said.Addresses));
}
