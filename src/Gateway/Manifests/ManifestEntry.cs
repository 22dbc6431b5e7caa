using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>An object that a file defines, and where.</summary>
internal sealed record ManifestEntry(ManifestObject Object, ManifestPosition Position)
{
    public ObjectReference Reference => Object.Reference;
}
