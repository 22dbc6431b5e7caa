using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Selectors;

/// <summary>Which objects of a resource a list or watch is about.</summary>
/// <param name="Namespace">Null for those of all namespaces.</param>
/// <param name="Name">Null for all names.</param>
internal sealed record Selection(string? Namespace, string? Name, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Whether it takes more than a look at the key.</summary>
    public bool HasSelector => !Labels.IsEmpty || !Fields.IsEmpty;

    public static Selection Of(ApiRequest request, ResourceType type) => new(
        request.Namespace,
        request.Name,
        LabelSelector.Parse(request.Query("labelSelector")),
        FieldSelector.Parse(request.Query("fieldSelector"), type));

    public bool Matches(StoredObject candidate) =>
        (Namespace is null || candidate.Namespace == Namespace) &&
        (Name is null || candidate.Name == Name) &&
        Labels.Matches(candidate.Labels) &&
        Fields.Matches(candidate);
}
