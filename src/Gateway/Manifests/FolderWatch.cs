using System.Threading.Channels;

namespace Gateway.Manifests;

/// <summary>
/// Events of the file system, gathered into batches. A batch ends when it was quiet for <see cref="Quiet"/>, and after <see cref="Longest"/>
/// at the latest. Events may be lost, so there is a batch at least every <see cref="Rescan"/>, be it empty.
/// </summary>
internal sealed class FolderWatch(TimeProvider time, ILogger logger) : IDisposable
{
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(60);
    public static readonly TimeSpan Rescan = TimeSpan.FromSeconds(2);

    /// <summary>Each watcher takes one of the few inotify instances that a user has. What is beyond is found by the rescan.</summary>
    private const int MaxWatchers = 32;

    /// <summary>A path without links and when it was touched. A null path stands for events that were lost.</summary>
    private readonly Channel<(string? RealPath, long At)> _events = Channel.CreateUnbounded<(string?, long)>(new() { SingleReader = true });
    private readonly Dictionary<WatchedFolder, FileSystemWatcher> _watchers = [];
    private readonly HashSet<WatchedFolder> _failed = [];

    /// <summary>Watches exactly these folders. True where one is watched anew, so that what happened in it until now is not known.</summary>
    public bool Follow(IReadOnlySet<WatchedFolder> folders)
    {
        foreach (var folder in _watchers.Keys.Where(folder => !folders.Contains(folder)).ToList())
            Stop(folder);
        _failed.IntersectWith(folders);
        var isAnew = false;
        foreach (var folder in folders)
            isAnew |= !_watchers.ContainsKey(folder) && _watchers.Count < MaxWatchers && TryStart(folder);
        return isAnew;
    }

    /// <summary>Waits for an event, at most for <see cref="Rescan"/>, and for those that follow closely.</summary>
    public async Task<TouchedPaths> NextBatchAsync(CancellationToken cancellationToken)
    {
        await WaitForEventAsync(cancellationToken);
        var batch = new TouchedPaths();
        if (Drain(batch) is { } last)
            await GatherAsync(batch, last, cancellationToken);
        return batch;
    }

    /// <summary>Waits until it was quiet from now on, and adds what was touched meanwhile.</summary>
    public Task GatherAsync(TouchedPaths batch, CancellationToken cancellationToken) => GatherAsync(batch, time.GetTimestamp(), cancellationToken);

    private async Task GatherAsync(TouchedPaths batch, long last, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var rest = Quiet; rest > TimeSpan.Zero; rest = Min(Quiet - time.GetElapsedTime(last), Longest - time.GetElapsedTime(started)))
        {
            await Task.Delay(rest, time, cancellationToken);
            last = Drain(batch) ?? last;
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    public void Dispose()
    {
        foreach (var folder in _watchers.Keys.ToList())
            Stop(folder);
    }

    private async Task WaitForEventAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Rescan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _events.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // So long without an event that it is time to look anyway.
        }
    }

    /// <summary>Takes over what happened and returns when the last of it did; null where nothing did.</summary>
    private long? Drain(TouchedPaths batch)
    {
        long? last = null;
        while (_events.Reader.TryRead(out var touch))
        {
            last = touch.At;
            if (touch.RealPath is null)
            {
                batch.AddEverything();
                continue;
            }
            batch.Add(touch.RealPath);
            // A watched folder that is itself touched may be another one by the same name: its watcher is tied to the old one.
            Stop(new(touch.RealPath, null));
        }
        return last;
    }

    private bool TryStart(WatchedFolder folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new(folder.RealPath)
            {
                IncludeSubdirectories = folder.Name is null,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.Attributes,
                InternalBufferSize = 64 * 1024,
            };
            watcher.Created += (_, change) => Touch(folder, change.FullPath);
            watcher.Changed += (_, change) => Touch(folder, change.FullPath);
            watcher.Deleted += (_, change) => Touch(folder, change.FullPath);
            watcher.Renamed += (_, change) =>
            {
                Touch(folder, change.OldFullPath);
                Touch(folder, change.FullPath);
            };
            watcher.Error += (_, error) => Lose(folder, error.GetException());
            watcher.EnableRaisingEvents = true;
            _watchers.Add(folder, watcher);
            _failed.Remove(folder);
            return true;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            if (_failed.Add(folder))
                logger.WatchFailed(folder.RealPath, Rescan.TotalSeconds, error.Message);
            return false;
        }
    }

    private void Touch(WatchedFolder folder, string path)
    {
        if (folder.Name is null || Path.GetFileName(path) == folder.Name)
            _events.Writer.TryWrite((path, time.GetTimestamp()));
    }

    private void Lose(WatchedFolder folder, Exception error)
    {
        logger.EventsLost(folder.RealPath, error.Message);
        _events.Writer.TryWrite((null, time.GetTimestamp()));
    }

    private void Stop(WatchedFolder folder)
    {
        if (_watchers.Remove(folder, out var watcher))
            watcher.Dispose();
    }
}
