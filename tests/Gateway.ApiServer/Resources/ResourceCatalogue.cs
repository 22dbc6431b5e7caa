namespace Gateway.ApiServer.Resources;

/// <summary>What the server serves at the moment: the built-in kinds, and those that were installed.</summary>
public sealed class ResourceCatalogue
{
    private volatile ResourceType[] _types = [.. CoreResources.All, .. GroupResources.All];

    public IReadOnlyList<ResourceType> All => _types;

    public ResourceType? Find(string group, string version, string plural) =>
        Array.Find(_types, type => type.Plural == plural && type.Version == version && type.Group == group);

    public ResourceType? FindKind(string apiVersion, string kind) => Array.Find(_types, type => type.Kind == kind && type.ApiVersion == apiVersion);

    /// <summary>By kind alone, where a test names one: the storage form where two groups show the same objects.</summary>
    public ResourceType OfKind(string kind) => Array.Find(_types, type => type.Kind == kind && type.View is null)
        ?? throw new ArgumentException($"there is no kind {kind}", nameof(kind));

    public bool HasGroup(string group) => Array.Exists(_types, type => type.Group == group);

    public bool HasGroupVersion(string group, string version) => Array.Exists(_types, type => type.Group == group && type.Version == version);

    internal void Install(params IEnumerable<ResourceType> types) =>
        _types = [.. _types, .. types.Where(type => Find(type.Group, type.Version, type.Plural) is null)];

    internal ResourceType[] Remove(string group)
    {
        var removed = Array.FindAll(_types, type => type.Group == group && type.IsCustom);
        _types = Array.FindAll(_types, type => !removed.Contains(type));
        return removed;
    }
}
