using Gateway.ApiServer.Selectors;

namespace Gateway.ApiServer.Watching;

/// <param name="Bookmarks">Whether the client wants any.</param>
/// <param name="MarksInitialEnd">Whether a bookmark ends what was there at the start.</param>
internal sealed record WatchSettings(Selection Selection, bool Bookmarks, bool MarksInitialEnd, TimeSpan Timeout, TimeSpan BookmarkInterval);
