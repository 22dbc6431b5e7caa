using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Selectors;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Watching;

/// <summary>A change as one watch sees it.</summary>
internal readonly record struct SelectedEvent(EventKind Kind, StoredObject Object, long Version)
{
    // matched before   matches now   what it is to the watch
    //       -               -        nothing
    //       -               x        an addition
    //       x               x        a change
    //       x               -        a deletion, with the object as it was when it matched
    public static SelectedEvent? Of(StoreEvent change, Selection selection)
    {
        var before = change.Before is not null && selection.Matches(change.Before);
        var now = change.Kind != EventKind.Deleted && selection.Matches(change.Object);
        return (before, now) switch
        {
            (false, false) => null,
            (false, true) => new(EventKind.Added, change.Object, change.Version),
            (true, true) => new(EventKind.Modified, change.Object, change.Version),
            (true, false) => new(EventKind.Deleted, change.Kind == EventKind.Deleted ? change.Object : change.Before!, change.Version),
        };
    }

    public ReadOnlyMemory<byte> BytesAs(ResourceType type) => Object.Version == Version ? Object.BytesAs(type) : Object.BytesAs(type, Version);
}
