using Gateway.Model;

namespace Gateway.Reconciliation;

/// <summary>One data plane that is kept equal to the desired state.</summary>
internal interface IStateTarget
{
    /// <summary>One word, for logs, metrics and readiness.</summary>
    string Name { get; }

    /// <summary>
    /// Makes the plane equal to <paramref name="desired"/>: plan, diff against what was applied last, apply. Called by one loop, never
    /// concurrently. Throwing means "not applied": the loop calls again, with the newest state, after a delay.
    /// </summary>
    ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken);
}
