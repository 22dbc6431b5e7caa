namespace Gateway.Scale;

/// <summary>What is measured.</summary>
/// <param name="Changes">How many changes of each kind.</param>
/// <param name="BudgetSeconds">The longest that the changes of one kind may take for one proxy.</param>
internal sealed record ScaleOptions(int Services, int Endpoints, int Changes, int BudgetSeconds)
{
    public Sampling Sampling => new(Changes, TimeSpan.FromSeconds(BudgetSeconds));

    public SyntheticCluster Cluster(int upstreamPort) => new(Services, Endpoints, upstreamPort);
}
