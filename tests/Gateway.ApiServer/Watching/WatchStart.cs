using System.Collections.Immutable;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Watching;

/// <summary>Where a watch begins.</summary>
/// <param name="Initial">What it sends before any change, null for nothing.</param>
/// <param name="Number">Of the first change that it sends.</param>
/// <param name="After">It sends changes after this version.</param>
/// <param name="Expired">Null, or the version up to which changes are forgotten, and some that it needs are.</param>
internal sealed record WatchStart(ImmutableList<StoredObject>? Initial, long Number, long After, long? Expired)
{
    // no version, or 0    what is there, then what changes
    // a version           what changed after it, as long as that is known; one that is ahead is waited for
    // + initial events    what is there, a bookmark that says so, then what changes
    public static WatchStart Of(Collection collection, long current, long? version, bool? initialEvents)
    {
        if (initialEvents ?? version is null or 0)
            return new(collection.Objects, collection.History.Next, current, null);
        var after = version is null or 0 ? current : version.Value;
        return after < collection.History.LostUpTo
            ? new(null, 0, 0, collection.History.LostUpTo)
            : new(null, collection.History.NumberAfter(after), after, null);
    }
}
