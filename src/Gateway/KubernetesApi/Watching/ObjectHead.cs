using System.Text.Json;
using Gateway.KubernetesApi.Objects;
using Gateway.Model;

namespace Gateway.KubernetesApi.Watching;

/// <summary>What can be said of an object whatever else is in it.</summary>
/// <param name="Name">Empty where there is none.</param>
/// <param name="Version">Its resource version.</param>
/// <param name="Annotations">The keys of its annotations.</param>
internal sealed record ObjectHead(NamespacedName Name, string? Version, IReadOnlyList<string> Annotations)
{
    /// <param name="reader">At the object's start.</param>
    public static ObjectHead Read(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("metadata"u8, out var metadata)
            || metadata.ValueKind != JsonValueKind.Object)
            return new(new("", ""), null, []);
        return new(
            new(Text(metadata, "namespace") ?? "", Text(metadata, "name") ?? ""),
            Text(metadata, "resourceVersion"),
            metadata.TryGetProperty("annotations"u8, out var annotations) && annotations.ValueKind == JsonValueKind.Object
                ? [.. annotations.EnumerateObject().Select(pair => pair.Name)]
                : []);
    }

    /// <summary>Whether an exception of a reader is about the object that was read, rather than about the reader.</summary>
    public static bool IsUnreadable(Exception error) => error is JsonException or InvalidOperationException or FormatException or NotSupportedException;

    /// <summary>Where in the object it went wrong, without what stands there: an object may be secret.</summary>
    public static string Words(Exception error, WatchedKind kind) => error is JsonException json && ListItemException.PathOf(json) is { Length: > 0 } path
        ? $"{path} is not what a {kind.Kind} has there"
        : $"it is not a {kind.Kind} of {kind.GroupVersion}";

    private static string? Text(JsonElement parent, string property) =>
        parent.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
