namespace Gateway.ApiServer.Store;

internal enum EventKind
{
    Added,
    Modified,
    Deleted,
}

/// <param name="Object">As it is from that version on; for a deletion as it was last, with the version of the deletion.</param>
/// <param name="Before">Null for an object that is new.</param>
/// <param name="Timestamp">When it was written, on the monotonic clock.</param>
internal sealed record StoreEvent(long Version, EventKind Kind, StoredObject Object, StoredObject? Before, long Timestamp);
