using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Resources;

/// <summary>One resource of the API: what it is called, and which rules its objects follow.</summary>
public sealed class ResourceType(string group, string version, string plural, string kind)
{
    /// <summary>Empty for the core group.</summary>
    public string Group { get; } = group;

    public string Version { get; } = version;

    public string Plural { get; } = plural;

    public string Kind { get; } = kind;

    public string Singular { get; } = kind.ToLowerInvariant();

    public string ApiVersion { get; } = group.Length == 0 ? version : $"{group}/{version}";

    /// <summary>As messages of the server name it: <c>ingresses.networking.k8s.io</c>.</summary>
    public string QualifiedPlural { get; } = group.Length == 0 ? plural : $"{plural}.{group}";

    public string QualifiedKind { get; } = group.Length == 0 ? kind : $"{kind}.{group}";

    public bool Namespaced { get; init; } = true;

    public bool HasStatus { get; init; }

    /// <summary>Whether <c>metadata.generation</c> counts its changes; not every kind with a spec does.</summary>
    public bool CountsGenerations { get; init; }

    /// <summary>Defined at run time: its lists and objects are written the other way round, and its patches are plain merges.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Whether a deletion answers with the object, where most answer with a Status.</summary>
    public bool AnswersDeletionWithObject { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether a PUT must say which version it replaces.</summary>
    public bool UpdatesNeedVersion { get; init; }

    /// <summary>Whether a PUT of what is not there makes it.</summary>
    public bool UpdatesMayCreate { get; init; }

    public bool AllowsDeleteCollection { get; init; } = true;

    /// <summary>The members, after metadata, of an object of this kind that says nothing: what a bookmark carries.</summary>
    internal string Blank { get; init; } = "";

    /// <summary>Fields that a field selector may name beside the object's name and namespace.</summary>
    internal IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>What an object means that does not say it; it counts as written by who wrote the object.</summary>
    internal Action<JsonObject>? Default { get; init; }

    /// <summary>What the server gives to an object, given the object as it was before.</summary>
    internal Action<JsonObject, JsonObject?, Allocator>? Allocate { get; init; }

    /// <summary>What the server refuses, given the object as it was before.</summary>
    internal Action<JsonObject, JsonObject?, FieldErrors>? Validate { get; init; }

    internal Func<JsonObject>? InitialStatus { get; init; }

    /// <summary>Where two resources are views of the same objects: the resource whose form is stored, and the way to it and back.</summary>
    internal StoredView? View { get; init; }

    internal ResourceType Stored => View?.Of ?? this;

    /// <summary>An object up to its metadata.</summary>
    internal ReadOnlyMemory<byte> Head { get; } = Encoding.UTF8.GetBytes(HeadOf(group, version, kind));

    internal string HeadText { get; } = HeadOf(group, version, kind);

    public override string ToString() => QualifiedPlural;

    // The server's own types have kind first; what is defined at run time is written with its members sorted.
    private static string HeadOf(string group, string version, string kind)
    {
        var apiVersion = group.Length == 0 ? version : $"{group}/{version}";
        return $$"""{"kind":"{{kind}}","apiVersion":"{{apiVersion}}",""";
    }
}

/// <summary>How one resource shows the objects of another.</summary>
internal sealed record StoredView(ResourceType Of, Func<JsonObject, JsonObject> ToStored, Func<JsonObject, JsonObject> FromStored);
