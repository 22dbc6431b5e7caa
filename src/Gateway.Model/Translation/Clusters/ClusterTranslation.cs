using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Clusters;

/// <summary>A cluster, and what is said to its Service about it.</summary>
internal sealed record ClusterTranslation(HttpCluster Cluster, ValueArray<Remark> Remarks) : IRemarked;
