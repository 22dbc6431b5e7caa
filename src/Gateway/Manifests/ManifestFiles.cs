using Gateway.Manifests.Documents;

namespace Gateway.Manifests;

/// <summary>What was read of every file, and which files are others by now.</summary>
internal sealed class ManifestFiles(TimeProvider time)
{
    /// <summary>Clocks of file systems are coarse: a file as young as this may change again without another time of change.</summary>
    private static readonly TimeSpan Unsettled = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, FileReading> _readings = [];

    /// <summary>Reads the files that are not known, were touched or have another stamp, and those alone.</summary>
    public IReadOnlyList<FileReading> ReadChanges(FolderListing listing, TouchedPaths touched)
    {
        var stale = listing.Files.Where(file => IsStale(file.Key, file.Value, touched)).ToList();
        var read = stale.Count > 1
            ? stale.AsParallel().AsOrdered().Select(file => Read(file.Key, file.Value)).ToList()
            : stale.ConvertAll(file => Read(file.Key, file.Value));
        var gone = _readings.Keys.Where(path => !listing.Files.ContainsKey(path) && !listing.IsUnreadable(path)).Select(FileReading.Gone);
        return [.. read, .. gone];
    }

    /// <summary>True where the reading takes something away that was there before.</summary>
    public bool IsLoss(FileReading reading) => _readings.GetValueOrDefault(reading.Path)?.Content?.LosesIn(reading.Content) ?? false;

    /// <summary>Takes readings over as what is known, and returns the files that give something else now.</summary>
    public IReadOnlyList<FileUpdate> Accept(IEnumerable<FileReading> readings)
    {
        var updates = new List<FileUpdate>();
        foreach (var reading in readings)
        {
            if (!ReferenceEquals(reading.Content, _readings.GetValueOrDefault(reading.Path)?.Content))
                updates.Add(new(reading.Path, reading.Content));
            if (reading.Content is null)
                _readings.Remove(reading.Path);
            else
                _readings[reading.Path] = reading;
        }
        return updates;
    }

    private bool IsStale(string path, FileStamp stamp, TouchedPaths touched) =>
        !_readings.TryGetValue(path, out var known) || known.Stamp != stamp || touched.Contains(stamp.RealPath);

    private FileReading Read(string path, FileStamp stamp)
    {
        var reading = FileReading.Read(path, stamp, _readings.GetValueOrDefault(path), keepNodes: false);
        var isSettled = time.GetUtcNow().UtcDateTime - stamp.LastWriteUtc > Unsettled;
        return isSettled ? reading : reading with { Stamp = null };
    }
}
