using System.Text.Json;

namespace Gateway.KubernetesApi.Objects;

/// <summary>
/// An item of a list is not what it should be. The reader of an item knows the path within it, and who reads the list knows the path to it: this joins the two.
/// </summary>
internal sealed class ListItemException(int index, JsonException inner) : JsonException(inner.Message, inner)
{
    /// <summary>From the list's owner to the field, such as <c>spec.ports[0].port</c>.</summary>
    public static string PathOf(JsonException error)
    {
        var path = error.Path?.TrimStart('$') ?? "";
        var rest = error is ListItemException { InnerException: JsonException inner } item ? $"[{item.Index}]{Within(inner)}" : "";
        return (path + rest).TrimStart('.');
    }

    private int Index => index;

    private static string Within(JsonException inner) => PathOf(inner) is { Length: > 0 } path ? (path[0] == '[' ? path : "." + path) : "";
}
