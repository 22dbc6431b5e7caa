namespace Gateway.Status;

/// <summary>What is reachable at the start.</summary>
/// <param name="Source">What is served, such as <c>manifests in deploy/dev</c>.</param>
/// <param name="More">How many routes there are beyond <paramref name="Routes"/>.</param>
/// <param name="Notes">Sentences: how to try HTTPS, where health is asked.</param>
/// <param name="Conditions">What there is to say about the objects.</param>
internal sealed record Overview(
    string Source,
    IReadOnlyList<ReachableRoute> Routes,
    int More,
    IReadOnlyList<string> Notes,
    IReadOnlyList<ChangeLine> Conditions,
    int MoreConditions);

/// <param name="Url">Can be clicked or given to curl.</param>
/// <param name="Backend">What answers.</param>
/// <param name="Endpoints">How many endpoints it has.</param>
internal sealed record ReachableRoute(string Url, string Backend, int Endpoints);
