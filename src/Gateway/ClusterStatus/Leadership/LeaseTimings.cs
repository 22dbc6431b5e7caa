namespace Gateway.ClusterStatus.Leadership;

/// <summary>
/// How long a lease binds. <see cref="RenewDeadline"/> is the shorter: who leads stops to, if it cannot renew, before anybody else may begin.
/// </summary>
internal sealed record LeaseTimings
{
    /// <summary>How long the others wait after the last sign of life of the one that leads. In whole seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the one that leads goes on without a renewal.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks, and between two renewals; up to a fifth more, so that replicas do not ask in step.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The same where leases may not be used at all.</summary>
    public TimeSpan ForbiddenRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long giving the lease back may hold up the end of the process.</summary>
    public TimeSpan ReleaseTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
