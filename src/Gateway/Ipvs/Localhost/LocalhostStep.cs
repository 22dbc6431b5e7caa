namespace Gateway.Ipvs.Localhost;

internal abstract record LocalhostStep(LocalhostPort Port)
{
    internal sealed record Open(LocalhostPort Port, LocalhostListener Listener) : LocalhostStep(Port);

    /// <summary>The listener stays, and so does what it carries to addresses that still are the node's.</summary>
    internal sealed record Redirect(LocalhostPort Port, LocalhostListener Listener) : LocalhostStep(Port);

    internal sealed record Close(LocalhostPort Port) : LocalhostStep(Port);
}
