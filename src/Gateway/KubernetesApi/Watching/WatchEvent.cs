using System.Runtime.InteropServices;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

internal enum WatchEventType
{
    /// <summary>The object is there, or is another now: whether it was known before is for the reader to say.</summary>
    Upsert,

    /// <summary>The object is gone.</summary>
    Delete,

    /// <summary>Nothing happened up to this resource version.</summary>
    Bookmark,

    /// <summary>The bookmark that ends the objects that were there at the start.</summary>
    InitialEventsEnd,

    /// <summary>The server ends the watch and says why.</summary>
    Error,

    /// <summary>An object that is not what its kind says it is.</summary>
    Unreadable,
}

/// <summary>One line of a watch.</summary>
/// <param name="Version">The resource version that the watch has reached with this; null where it says none.</param>
/// <param name="Reference">Which object; of one that is unreadable as far as it could be told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WatchEvent(
    WatchEventType Type,
    string? Version,
    ObjectReference Reference,
    KubernetesObject? Object = null,
    ApiStatus? Status = null,
    string? Fault = null);
