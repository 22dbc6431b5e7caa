namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// A stream that gives its thread away now and then. Where requests run on the threads that read the sockets, a large body between a fast
/// backend and a fast client would keep such a thread, and every other connection on it, for as long as it lasts: reads and writes that seem
/// to wait for each other continue on the very same thread.
/// </summary>
internal sealed class FairStream(Stream inner) : Stream
{
    /// <summary>So many bytes at a time: a fraction of a millisecond.</summary>
    public const int Turn = 128 * 1024;

    /// <summary>What a read that has yet to complete is counted as: the server reads a page at a time.</summary>
    private const int UsualRead = 4096;

    private int _sincePause;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return IsTurnOver(UsualRead) ? ReadAndPauseAsync(read) : read;
        var count = read.Result;
        return IsTurnOver(count) ? ReadAndPauseAsync(new(count)) : new(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var write = inner.WriteAsync(buffer, cancellationToken);
        return IsTurnOver(buffer.Length) ? WriteAndPauseAsync(write) : write;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private bool IsTurnOver(int count)
    {
        _sincePause += count;
        if (_sincePause < Turn)
            return false;
        _sincePause = 0;
        return true;
    }

    private static async ValueTask<int> ReadAndPauseAsync(ValueTask<int> read)
    {
        var count = await read;
        await Task.Yield();
        return count;
    }

    private static async ValueTask WriteAndPauseAsync(ValueTask write)
    {
        await write;
        await Task.Yield();
    }
}
