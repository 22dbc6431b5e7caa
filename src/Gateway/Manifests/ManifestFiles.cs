using System.Runtime.InteropServices;
using System.Security.Cryptography;
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
        var gone = _readings.Keys.Where(path => !listing.Files.ContainsKey(path) && !IsUnreadable(path, listing)).Select(FileReading.Gone);
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

    private static bool IsUnreadable(string path, FolderListing listing) =>
        listing.Unreadable.Keys.Any(folder => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private FileReading Read(string path, FileStamp stamp)
    {
        var known = _readings.GetValueOrDefault(path);
        var before = known?.Content ?? ManifestFile.Unread(path);
        try
        {
            if (stamp.Length > ManifestLimits.MaxFileBytes)
                return new(path, stamp, 0, before.Broken(new(path, 1, 1), ManifestText.TooLarge));
            var bytes = ReadAll(stamp.RealPath);
            var hash = MemoryMarshal.Read<UInt128>(SHA256.HashData(bytes));
            var isSettled = bytes.Length == stamp.Length && time.GetUtcNow().UtcDateTime - stamp.LastWriteUtc > Unsettled;
            var content = known is not null && known.Hash == hash ? before : ManifestFileParser.Parse(bytes, before);
            return new(path, isSettled ? stamp : null, hash, content);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return FileReading.Gone(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(path, null, 0, before.Broken(new(path, 1, 1), $"cannot be read: {error.Message}"));
        }
    }

    /// <summary>Shares the file with everybody: an editor that writes it must not fail because of us.</summary>
    private static byte[] ReadAll(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}

/// <param name="Stamp">Null where the next look has to read the file again to be sure.</param>
/// <param name="Hash">Of the bytes.</param>
/// <param name="Content">Null where the file is gone.</param>
internal sealed record FileReading(string Path, FileStamp? Stamp, UInt128 Hash, ManifestFile? Content)
{
    public static FileReading Gone(string path) => new(path, null, 0, null);
}
