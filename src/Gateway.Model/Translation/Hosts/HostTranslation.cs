using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Hosts;

/// <summary>A host as it is served, and what is said to those who did not get what they asked for.</summary>
/// <param name="Routes">Null where nothing is left to serve.</param>
internal sealed record HostTranslation(HostRoutes? Routes, ValueArray<Remark> Remarks) : IRemarked
{
    public IEnumerable<ServicePortName> Clusters =>
        (Routes?.Routes ?? default).Append(Routes?.Default).Select(route => route?.Cluster).OfType<ServicePortName>();
}
