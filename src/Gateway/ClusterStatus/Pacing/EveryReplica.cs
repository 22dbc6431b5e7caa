namespace Gateway.ClusterStatus.Pacing;

/// <summary>For what each replica knows by itself alone, and so each may write.</summary>
internal sealed class EveryReplica : ITerms
{
    public bool IsInTerm => true;

    public Task<CancellationToken> WaitForTermAsync(CancellationToken cancellationToken) => Task.FromResult(CancellationToken.None);
}
