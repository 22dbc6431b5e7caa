using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Reconciliation;

/// <summary>
/// A snapshot on disk, for a start without the place it is from. Written whole or not at all, and for nobody else to read. Three parts:
/// 1. a line with the format's version, and one with the length and the SHA-256 of all that follows;
/// 2. a line with the cluster, and one with the time;
/// 3. the objects, as Brotli of <see cref="ResourceLines"/>.
/// </summary>
/// <param name="path">Absolute. Its folder is made where it is not there.</param>
/// <param name="identity">The cluster, such as the URL of its API server. The file of another one is not used.</param>
/// <param name="keepSecrets">Whether Secrets are written, and read where they are there.</param>
internal sealed class LastKnownGoodFile(string path, string identity, bool keepSecrets)
{
    private const int Version = 1;
    private const string Magic = "gateway last known good ";

    /// <summary>A hundred thousand endpoints take a few megabytes.</summary>
    private const long MaxBytes = 512L * 1024 * 1024;

    private const int LengthDigits = 20;
    private const int HashDigits = 64;
    private const int MaxHeaderLine = 4096;

    private static readonly TimeSpan LeftBehind = TimeSpan.FromHours(1);

    public string Path => path;

    /// <summary>How the objects are read; one that shares strings which repeat saves memory for as long as they are kept.</summary>
    public ResourceJson Reading { get; init; } = ResourceJson.Default;

    /// <exception cref="IOException">The file cannot be written. What was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Write(ResourceSnapshot snapshot, DateTimeOffset now)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        RemoveLeftovers(folder);
        var temporary = $"{path}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}.tmp";
        try
        {
            using (var file = new FileStream(temporary, Private()))
                Write(file, snapshot, now);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads what was written last. Whatever is wrong with the file is part of the result.</summary>
    public LastKnownGood TryRead()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return LastKnownGood.Missing;
        }
        catch (InvalidDataException error)
        {
            return LastKnownGood.Unusable($"{path} {error.Message}");
        }
        catch (UnauthorizedAccessException)
        {
            return LastKnownGood.Unusable($"{path} may not be read");
        }
        catch (Exception error)
        {
            return LastKnownGood.Unusable($"{path} cannot be read: {(error is IOException ? error.Message : error.GetType().Name)}");
        }
    }

    private void Write(FileStream file, ResourceSnapshot snapshot, DateTimeOffset now)
    {
        file.Write(Encoding.UTF8.GetBytes($"{Magic}{Version}\n"));
        var checksum = file.Position;
        file.Write(Checksum(0, new('0', HashDigits)));
        var start = file.Position;
        file.Write(Encoding.UTF8.GetBytes($"{Line(identity)}\n{now.ToString("O", CultureInfo.InvariantCulture)}\n"));
        using (var compressed = new BrotliStream(file, CompressionLevel.Fastest, leaveOpen: true))
            ResourceLines.Write(compressed, snapshot.Objects.Where(resource => keepSecrets || resource is not Secret));
        var length = file.Position - start;
        file.Position = start;
        var hash = Convert.ToHexString(SHA256.HashData(file));
        file.Position = checksum;
        file.Write(Checksum(length, hash));
        file.Flush(flushToDisk: true);
    }

    /// <exception cref="InvalidDataException">It cannot be used. The message stands behind the file's name.</exception>
    private LastKnownGood Read(FileStream file)
    {
        if (file.Length > MaxBytes)
            throw new InvalidDataException($"is larger than {MaxBytes / 1024 / 1024} MiB");
        CheckVersion(ReadLine(file));
        CheckSum(ReadLine(file), file);
        var cluster = ReadLine(file);
        if (cluster != Line(identity))
            throw new InvalidDataException($"is of another cluster, {cluster}, and not of {identity}");
        var saved = DateTimeOffset.ParseExact(ReadLine(file), "O", CultureInfo.InvariantCulture);
        using var objects = new BrotliStream(file, CompressionMode.Decompress, leaveOpen: true);
        var kept = ResourceLines.Read(objects, Reading).Where(resource => keepSecrets || resource is not Secret);
        return LastKnownGood.Of(ResourceSnapshot.Of(kept), saved);
    }

    private static void CheckVersion(string line)
    {
        if (!line.StartsWith(Magic, StringComparison.Ordinal)
            || !int.TryParse(line.AsSpan(Magic.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new InvalidDataException("was not written by the gateway");
        if (version != Version)
            throw new InvalidDataException($"was written by another version of the gateway: its format is {version}, and this one reads {Version}");
    }

    private static void CheckSum(string line, FileStream file)
    {
        var start = file.Position;
        if (line.Length != LengthDigits + 1 + HashDigits
            || line[LengthDigits] != ' '
            || !long.TryParse(line.AsSpan(0, LengthDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw new InvalidDataException("is damaged: it has no checksum");
        if (file.Length - start != length)
            throw new InvalidDataException($"is damaged: it has {file.Length - start} bytes where {length} were written");
        if (Convert.ToHexString(SHA256.HashData(file)) != line[(LengthDigits + 1)..])
            throw new InvalidDataException("is damaged: its checksum does not fit");
        file.Position = start;
    }

    private static string ReadLine(FileStream file)
    {
        var line = new List<byte>();
        for (var next = file.ReadByte(); next != '\n'; next = file.ReadByte())
        {
            if (next < 0 || line.Count == MaxHeaderLine)
                throw new InvalidDataException("is damaged: it ends, or goes on, where its head should");
            line.Add((byte)next);
        }
        return Encoding.UTF8.GetString([.. line]);
    }

    private static byte[] Checksum(long length, string hash) =>
        Encoding.ASCII.GetBytes($"{length.ToString($"D{LengthDigits}", CultureInfo.InvariantCulture)} {hash}\n");

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What a process that was killed while it wrote has left. Another that writes right now is not disturbed.</summary>
    private void RemoveLeftovers(string folder)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, $"{System.IO.Path.GetFileName(path)}.*.tmp"))
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(leftover) > LeftBehind)
                File.Delete(leftover);
    }
}
