using Gateway.Reconciliation;

namespace Gateway.Manifests;

/// <summary>
/// A folder of manifests (or a single file) as the place where objects come from. Reads it, then follows every change: an edit is in the
/// store some tens of milliseconds after the last write.
/// </summary>
internal sealed class ManifestSource(string path, TimeProvider time, ILogger<ManifestSource> logger) : IResourceSource, IDisposable
{
    private readonly ManifestFolder _folder = new(path);
    private readonly ManifestFiles _files = new(time);
    private readonly ManifestObjects _objects = new();
    private readonly ProblemReport _report = new(logger);
    private readonly FolderWatch _watch = new(time, logger);
    private bool _exists = true;

    public string Description => $"manifests in {path}";

    /// <summary>A folder is always at hand; what is wrong with its files is told file by file.</summary>
    public SourceState State => SourceState.Current;

    /// <summary>What is wrong with the manifests now.</summary>
    public IReadOnlyList<ManifestProblem> Problems => _report.Problems;

    /// <summary>Checks that there is something to read, for a start that fails early with a clear message.</summary>
    /// <exception cref="UnreadableManifestsException">There is nothing at the path, or it cannot be read.</exception>
    public void EnsureReadable() => _folder.ListOrThrow();

    /// <inheritdoc />
    /// <exception cref="UnreadableManifestsException">There is nothing at the path at the start.</exception>
    public async Task RunAsync(ResourceStore store, CancellationToken cancellationToken)
    {
        EnsureReadable();
        await LookAsync(store, TouchedPaths.Everything, cancellationToken);
        logger.ManifestsRead(_objects.Count, _objects.Files.Count, path);
        store.MarkSynced();
        while (!cancellationToken.IsCancellationRequested)
        {
            var touched = await _watch.NextBatchAsync(cancellationToken);
            try
            {
                await LookAsync(store, touched, cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LookFailed(path, error);
            }
        }
    }

    public void Dispose() => _watch.Dispose();

    /// <summary>
    /// Reads what changed and applies it. A loss is believed when a second look, one quiet time later, finds it still: editors empty,
    /// delete and rename files while they save them.
    /// </summary>
    private async Task LookAsync(ResourceStore store, TouchedPaths touched, CancellationToken cancellationToken)
    {
        var listing = List();
        var readings = _files.ReadChanges(listing, touched);
        if (readings.Any(_files.IsLoss))
        {
            await _watch.GatherAsync(touched, cancellationToken);
            listing = List();
            readings = _files.ReadChanges(listing, touched);
        }
        ReportFolder(listing);
        var updates = _files.Accept(readings);
        var changes = _objects.Apply(updates);
        _report.Update([.. listing.Problems(), .. _objects.Problems()], _objects.Files);
        if (changes.Count == 0)
            return;
        store.Apply(changes);
        if (store.IsSynced)
            logger.ManifestsChanged(Names(updates), changes.Count(change => change.Object is not null), changes.Count(change => change.Object is null));
    }

    private FolderListing List()
    {
        var listing = _folder.List();
        // What happened between the listing and the start of a watcher would be missed.
        return _watch.Follow(listing.Watched) ? _folder.List() : listing;
    }

    private void ReportFolder(FolderListing listing)
    {
        if (_exists && !listing.Exists)
            logger.FolderGone(path);
        else if (!_exists && listing.Exists)
            logger.FolderBack(path);
        _exists = listing.Exists;
    }

    private static string Names(IReadOnlyList<FileUpdate> updates) =>
        updates.Count <= 3 ? string.Join(", ", updates.Select(update => update.Path)) : $"{updates.Count} files";
}
