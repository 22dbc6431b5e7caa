namespace Gateway.KubernetesApi.Access;

/// <summary>
/// What one or more fields together stand for, read again when their files change. While the files cannot be used, as in the middle of a rotation, what
/// they said before stays. Content that is the same gives the same instance.
/// </summary>
internal sealed class Reloaded<T>
    where T : class
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>Dates of files can lie: so often the content itself is looked at.</summary>
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly FieldContent[] _contents;
    private readonly Func<byte[][], T> _parse;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly bool _isFixed;
    private FileStamp?[] _stamps;
    private byte[][] _bytes;
    private long _lookedAt;
    private long _readAt;
    private volatile T _value;
    private string? _failure;

    /// <exception cref="FormatException">The fields cannot be used as they are now. The message says which.</exception>
    public Reloaded(FieldContent[] contents, Func<byte[][], T> parse, TimeProvider time, ILogger logger)
    {
        (_contents, _parse, _time, _logger) = (contents, parse, time, logger);
        _isFixed = contents.All(content => content.Path is null);
        _stamps = Stamps();
        _bytes = Read();
        _value = parse(_bytes);
        _lookedAt = _readAt = time.GetTimestamp();
    }

    /// <summary>The value, looked after at most once a second.</summary>
    public T Current()
    {
        if (_isFixed || _time.GetElapsedTime(Interlocked.Read(ref _lookedAt)) < LookInterval)
            return _value;
        lock (_gate)
            return _time.GetElapsedTime(_lookedAt) < LookInterval ? _value : Look();
    }

    /// <summary>The value by the content of this moment.</summary>
    public T Newest()
    {
        if (_isFixed)
            return _value;
        lock (_gate)
            return Load(Stamps());
    }

    private T Look()
    {
        Interlocked.Exchange(ref _lookedAt, _time.GetTimestamp());
        var stamps = Stamps();
        var isRead = _failure is null && stamps.AsSpan().SequenceEqual(_stamps) && _time.GetElapsedTime(_readAt) < ReadInterval;
        return isRead ? _value : Load(stamps);
    }

    private T Load(FileStamp?[] stamps)
    {
        Interlocked.Exchange(ref _lookedAt, _time.GetTimestamp());
        _readAt = _time.GetTimestamp();
        try
        {
            var bytes = Read();
            if (!bytes.Zip(_bytes).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)))
                _value = _parse(bytes);
            (_bytes, _stamps) = (bytes, stamps);
            if (_failure is not null)
                _logger.FilesUsable(Names());
            _failure = null;
        }
        catch (FormatException error)
        {
            if (_failure != error.Message)
                _logger.FilesUnusable(error.Message);
            _failure = error.Message;
        }
        return _value;
    }

    private byte[][] Read() => Array.ConvertAll(_contents, content => content.Read());

    private FileStamp?[] Stamps() => Array.ConvertAll(_contents, content => content.Stamp());

    private string Names() => string.Join(", ", _contents.Select(content => content.Name));
}
