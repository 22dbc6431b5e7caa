using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

/// <summary>A page of a list.</summary>
/// <param name="Version">The resource version that the whole list is of.</param>
/// <param name="Continue">Asks for the next page; empty on the last.</param>
/// <param name="Unreadable">Objects that are not what their kind says they are, and why not.</param>
internal sealed record ListPage(
    string Version, string Continue, IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<(ObjectReference Reference, string Fault)> Unreadable);
