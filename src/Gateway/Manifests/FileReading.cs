using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gateway.Manifests.Documents;

namespace Gateway.Manifests;

/// <summary>One file as it was found.</summary>
/// <param name="Stamp">Null where the next look has to read the file again to be sure.</param>
/// <param name="Hash">Of the bytes; zero where they were not read.</param>
/// <param name="Content">Null where the file is gone.</param>
internal sealed record FileReading(string Path, FileStamp? Stamp, UInt128 Hash, ManifestFile? Content)
{
    public static FileReading Gone(string path) => new(path, null, 0, null);

    /// <summary>Reads a file. Bytes that are the same as before give the same content, and are not parsed.</summary>
    public static FileReading Read(string path, FileStamp stamp, FileReading? known, bool keepNodes)
    {
        var before = known?.Content ?? ManifestFile.Unread(path);
        try
        {
            if (stamp.Length > ManifestLimits.MaxFileBytes)
                return new(path, stamp, 0, before.Broken(new(path, 1, 1), ManifestText.TooLarge));
            var bytes = ReadAll(stamp.RealPath);
            var hash = MemoryMarshal.Read<UInt128>(SHA256.HashData(bytes));
            var content = known is not null && known.Hash == hash ? before : ManifestFileParser.Parse(bytes, before, keepNodes);
            return new(path, bytes.Length == stamp.Length ? stamp : null, hash, content);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Gone(path);
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
