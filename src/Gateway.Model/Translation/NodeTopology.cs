namespace Gateway.Model.Translation;

/// <summary>Where the gateway runs. An empty node name means nowhere in the cluster: no endpoint is local then.</summary>
/// <param name="Zone">The node's <see cref="Resources.Node.ZoneLabel"/>.</param>
public sealed record NodeTopology(string NodeName, string? Zone);
