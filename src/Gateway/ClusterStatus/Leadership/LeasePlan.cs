using Gateway.Model;

namespace Gateway.ClusterStatus.Leadership;

/// <summary>What to write into the lease.</summary>
internal static class LeasePlan
{
    /// <summary>Null where somebody else holds it, who has not been silent for long enough.</summary>
    /// <param name="current">Null where there is none.</param>
    /// <param name="silentFor">How long <paramref name="current"/> has been as it is, by one's own clock.</param>
    public static Lease? Build(Lease? current, TimeSpan silentFor, NamespacedName name, string identity, LeaseTimings timings, DateTimeOffset now)
    {
        // The cases: no lease; our own; nobody's; another's that has run out; another's that has not.
        if (current is null)
            return Held(new() { Metadata = new() { Name = name.Name, Namespace = name.Namespace } }, identity, transitions: 0, timings, now);
        var spec = current.Spec;
        if (spec.HolderIdentity == identity)
            return current with { Spec = spec with { LeaseDurationSeconds = SecondsOf(timings), RenewTime = ApiTime.Micro(now) } };
        if (string.IsNullOrEmpty(spec.HolderIdentity) || silentFor >= DurationOf(spec, timings))
            return Held(current, identity, (spec.LeaseTransitions ?? 0) + 1, timings, now);
        return null;
    }

    /// <summary>The lease, given back: whoever looks next may have it.</summary>
    public static Lease Release(Lease current, DateTimeOffset now) => current with
    {
        Spec = current.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = ApiTime.Micro(now), AcquireTime = ApiTime.Micro(now) },
    };

    private static Lease Held(Lease lease, string identity, int transitions, LeaseTimings timings, DateTimeOffset now) => lease with
    {
        Spec = lease.Spec with
        {
            HolderIdentity = identity,
            LeaseDurationSeconds = SecondsOf(timings),
            AcquireTime = ApiTime.Micro(now),
            RenewTime = ApiTime.Micro(now),
            LeaseTransitions = transitions,
        },
    };

    /// <summary>As the holder has it: another version of the gateway may have another.</summary>
    private static TimeSpan DurationOf(LeaseSpec spec, LeaseTimings timings) =>
        spec.LeaseDurationSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : timings.Duration;

    private static int SecondsOf(LeaseTimings timings) => (int)timings.Duration.TotalSeconds;
}
