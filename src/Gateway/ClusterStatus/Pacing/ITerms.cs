namespace Gateway.ClusterStatus.Pacing;

/// <summary>When this replica may write.</summary>
internal interface ITerms
{
    /// <summary>Asked before each thing that is done: a term may be over before its token says so.</summary>
    bool IsInTerm { get; }

    /// <summary>Waits for the next term, and gives a token that ends with it.</summary>
    Task<CancellationToken> WaitForTermAsync(CancellationToken cancellationToken);
}
