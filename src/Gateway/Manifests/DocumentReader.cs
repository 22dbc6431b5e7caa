using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Manifests.Documents;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Manifests;

/// <summary>Trees into objects: lists are taken apart, defaults put in, and what does not fit is remarked on. Pure.</summary>
internal sealed class DocumentReader
{
    private readonly List<DocumentSlot> _slots = [];
    private readonly List<DocumentRemark> _remarks = [];
    private readonly bool _keepNodes;

    private DocumentReader(bool keepNodes) => _keepNodes = keepNodes;

    /// <param name="keepNodes">True where fields will be asked for by position; trees are several times as large as objects.</param>
    public static DocumentContent Read(IEnumerable<ComposedDocument> documents, bool keepNodes)
    {
        var reader = new DocumentReader(keepNodes);
        foreach (var document in documents)
            reader.ReadDocument(document);
        return new(reader._slots, reader._remarks);
    }

    private void ReadDocument(ComposedDocument document)
    {
        if (document.Root is not MappingNode root)
        {
            Lose(document.Root.Position, null, $"a manifest must be a mapping with apiVersion and kind, not {document.Root.Description}");
        }
        else if (document.Faults.Count > 0)
        {
            foreach (var fault in document.Faults)
                Remark(ConditionSeverity.Error, fault.Position, ReferenceOf(root), fault.Message);
            _slots.Add(new(null, ReferenceOf(root)));
        }
        else
        {
            ReadObject(root, "", "");
        }
    }

    // no kind            an error, as it is to kubectl
    // a list             each item by itself
    // a kind we read     in the version we read; in another one it is skipped with a warning
    // any other kind     skipped with a line of information
    private void ReadObject(MappingNode node, string defaultVersion, string defaultKind)
    {
        var name = Text(node, "kind", defaultKind);
        var version = Text(node, "apiVersion", defaultVersion);
        if (name.Length == 0 || version.Length == 0)
            Lose(node.Position, null, $"{(name.Length == 0 ? "kind" : "apiVersion")} is missing");
        else if (IsList(name) && node.Find("items")?.Value is { IsNull: false } items)
            ReadItems(items, name, version);
        else if (IsList(name))
            return;
        else if (ManifestKinds.Find(name) is not { } kind)
            Remark(ConditionSeverity.Info, node.Position, null, $"{version} {name} is skipped: the gateway does not read this kind");
        else if (kind.ApiVersion != version)
            Remark(ConditionSeverity.Warning, node.Position, ReferenceOf(node), $"skipped: {name} is read as {kind.ApiVersion}, not {version}");
        else
            ReadKind(node, kind);
    }

    private static bool IsList(string kind) => kind.Length >= 4 && kind.EndsWith("List", StringComparison.Ordinal);

    /// <summary>The items of a typed list, such as a ServiceList, need not say what they are.</summary>
    private void ReadItems(ManifestNode items, string listKind, string version)
    {
        if (items is not SequenceNode sequence)
        {
            Lose(items.Position, null, $"items must be a list, not {items.Description}");
            return;
        }
        var itemKind = listKind == "List" ? "" : listKind[..^"List".Length];
        var itemVersion = listKind == "List" ? "" : version;
        foreach (var item in sequence.Items)
        {
            if (item is MappingNode mapping)
                ReadObject(mapping, itemVersion, itemKind);
            else
                Lose(item.Position, null, $"an item of a {listKind} must be a mapping, not {item.Description}");
        }
    }

    private void ReadKind(MappingNode node, ManifestKind kind)
    {
        var reference = ReferenceOf(node, kind);
        if (reference is null)
        {
            LoseNameless(node, kind);
            return;
        }
        var faults = NodeShape.CheckItems(node);
        var json = NodeJson.Build(node);
        if (faults.Count == 0 && Parse(json, node, kind, faults) is { } resource)
            _slots.Add(new(new(WithScope(resource, kind), HashOf(json.Span), node.Position, _keepNodes ? node : null), reference));
        else
            LoseAll(faults, reference.Value);
    }

    private void LoseNameless(MappingNode node, ManifestKind kind)
    {
        var metadata = node.Find("metadata")?.Value as MappingNode;
        var message = metadata?.Find("name")?.Value switch
        {
            { IsNull: false } and not ScalarNode { Kind: ScalarKind.Text, Text: "" } => "metadata.name must be text: quote it",
            _ when metadata?.Find("generateName") is not null => "metadata.generateName is for objects that an API server names; give it a metadata.name",
            _ => "metadata.name is missing",
        };
        var position = metadata?.Find("name")?.Value.Position ?? metadata?.Find("generateName")?.KeyPosition ?? node.Position;
        Lose(position, null, $"{kind.Name}: {message}");
    }

    private static KubernetesObject? Parse(ReadOnlyMemory<byte> json, MappingNode node, ManifestKind kind, List<DocumentFault> faults)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = ManifestLimits.MaxDepth + 1 });
            return (KubernetesObject)JsonSerializer.Deserialize(ref reader, kind.Type)!;
        }
        catch (JsonException error)
        {
            faults.AddRange(NodeShape.Check(node, kind.Type, quoteValues: kind.Name != "Secret"));
            if (faults.Count == 0)
                faults.Add(new(FieldPath.Locate(node, error.Path ?? ""), $"{error.Path?.TrimStart('$', '.')} cannot be read"));
            return null;
        }
    }

    private static KubernetesObject WithScope(KubernetesObject resource, ManifestKind kind)
    {
        var scope = ScopeOf(resource.Metadata.Namespace, kind);
        return resource.Metadata.Namespace == scope ? resource : resource with { Metadata = resource.Metadata with { Namespace = scope } };
    }

    private static string ScopeOf(string? written, ManifestKind kind) =>
        !kind.IsNamespaced ? "" : string.IsNullOrEmpty(written) ? "default" : written;

    /// <summary>The object a tree defines, as far as that can be told before it is read.</summary>
    private static ObjectReference? ReferenceOf(MappingNode node, ManifestKind? kind = null)
    {
        kind ??= ManifestKinds.Find(Text(node, "kind", ""));
        var metadata = node.Find("metadata")?.Value as MappingNode;
        return kind is not null && metadata?.FindText("name") is { Length: > 0 } name
            ? new(kind.Name, new(ScopeOf(metadata.FindText("namespace"), kind), name))
            : null;
    }

    private static string Text(MappingNode node, string key, string otherwise) => node.FindText(key) ?? otherwise;

    private static UInt128 HashOf(ReadOnlySpan<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return System.Runtime.InteropServices.MemoryMarshal.Read<UInt128>(hash);
    }

    private void LoseAll(IEnumerable<DocumentFault> faults, ObjectReference reference)
    {
        foreach (var fault in faults)
            Remark(ConditionSeverity.Error, fault.Position, reference, fault.Message);
        _slots.Add(new(null, reference));
    }

    private void Lose(TextPosition position, ObjectReference? reference, string message)
    {
        Remark(ConditionSeverity.Error, position, reference, message);
        _slots.Add(new(null, reference));
    }

    private void Remark(ConditionSeverity severity, TextPosition position, ObjectReference? reference, string message) =>
        _remarks.Add(new(severity, position, reference, message));
}
