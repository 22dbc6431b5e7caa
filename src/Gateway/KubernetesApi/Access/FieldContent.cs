namespace Gateway.KubernetesApi.Access;

/// <summary>What a field gives: bytes that are written there, or a file that is named there.</summary>
internal sealed class FieldContent
{
    /// <summary>Certificates and tokens are a few kilobytes.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly byte[] _inline = [];

    private FieldContent(string name) => Name = name;

    /// <summary>The field for a message, with its file where it names one.</summary>
    public string Name { get; }

    /// <summary>Absolute; null where the bytes are written in the field itself.</summary>
    public string? Path { get; private init; }

    public static FieldContent Inline(string field, byte[] content) => new(field, content);

    public static FieldContent File(string field, string path) => new($"{field} {path}") { Path = path };

    private FieldContent(string field, byte[] content)
        : this(field) => _inline = content;

    /// <exception cref="FormatException">The file cannot be read; the message says which, and why.</exception>
    public byte[] Read()
    {
        if (Path is null)
            return _inline;
        try
        {
            using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[Math.Min(stream.Length, MaxBytes) + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MaxBytes ? buffer[..length] : throw new FormatException($"{Name} is larger than {MaxBytes / 1024} KiB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{Name} {FileFailure.Words(error)}", error);
        }
    }

    /// <summary>When the file, whatever links lead to it, was written last; null where that cannot be told.</summary>
    public FileStamp? Stamp()
    {
        if (Path is null)
            return default(FileStamp);
        try
        {
            // By the open file: the dates of a path are those of the link, and the kubelet's links stay while what they lead to is replaced.
            using var file = System.IO.File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new(System.IO.File.GetLastWriteTimeUtc(file), System.IO.File.GetCreationTimeUtc(file), RandomAccess.GetLength(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

internal readonly record struct FileStamp(DateTime Written, DateTime Created, long Length);
