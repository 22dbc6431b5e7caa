using Gateway.Manifests.Documents;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Manifests;

/// <summary>An object as a document gave it.</summary>
/// <param name="Hash">Of its JSON: the same hash is the same object, however it is written.</param>
/// <param name="Position">Within the text that was parsed.</param>
/// <param name="Node">The tree it came from, where that was asked for.</param>
internal sealed record ManifestObject(KubernetesObject Resource, UInt128 Hash, TextPosition Position, MappingNode? Node)
{
    public ObjectReference Reference => Resource.Reference;
}
