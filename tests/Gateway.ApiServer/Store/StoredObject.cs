using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Store;

/// <summary>One version of one object: its text, and as much of it as selectors ask for. Never changes.</summary>
internal sealed class StoredObject
{
    private readonly ObjectText _text;
    private readonly ResourceType _type;
    private Lazy<ObjectText>? _viewed;

    private StoredObject(ResourceType type, string @namespace, string name, long version, ObjectText text)
    {
        _type = type;
        _text = text;
        Namespace = @namespace;
        Name = name;
        Version = version;
        Key = type.Namespaced ? $"{@namespace}/{name}" : name;
    }

    /// <summary>Empty for what is in no namespace.</summary>
    public string Namespace { get; }

    public string Name { get; }

    /// <summary>Its place in lists, which are in the order of keys.</summary>
    public string Key { get; }

    public long Version { get; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    public required string Uid { get; init; }

    public static StoredObject Create(ResourceType type, JsonObject value, long version) =>
        Create(type, value.TextAt("metadata", "namespace") ?? "", value.TextAt("metadata", "name") ?? "", value, version);

    /// <summary>For an object of which nothing is sure, not even that it has a name.</summary>
    public static StoredObject Create(ResourceType type, string @namespace, string name, JsonObject value, long version) =>
        new(type, type.Namespaced ? @namespace : "", name, version, ObjectText.Write(value, version))
        {
            Labels = TextMap.Read(value.ObjectAt("metadata", "labels")),
            Fields = SelectableFields.Read(type, value),
            Uid = value.TextAt("metadata", "uid") ?? "",
        };

    /// <summary>The object at its deletion, which is a version of its own.</summary>
    public StoredObject WithVersion(long version) =>
        new(_type, Namespace, Name, version, _text.WithVersion(version)) { Labels = Labels, Fields = Fields, Uid = Uid };

    /// <summary>The text from the metadata on, in the form of that resource.</summary>
    public ReadOnlyMemory<byte> BytesAs(ResourceType type) => TextAs(type).Bytes;

    /// <summary>The same with another version: how a watch with a selector shows an object that went out of its sight.</summary>
    public ReadOnlyMemory<byte> BytesAs(ResourceType type, long version) => TextAs(type).WithVersion(version).Bytes;

    public JsonObject Read() => _text.Read(_type.Kind, _type.ApiVersion);

    public JsonObject ReadAs(ResourceType type) => type.View is { } view ? view.FromStored(Read()) : Read();

    private ObjectText TextAs(ResourceType type)
    {
        if (type.View is null)
            return _text;
        return LazyInitializer.EnsureInitialized(ref _viewed, () => new(() => ObjectText.Write(ReadAs(type), Version))).Value;
    }
}
