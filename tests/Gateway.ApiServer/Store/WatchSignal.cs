using System.Threading.Channels;

namespace Gateway.ApiServer.Store;

/// <summary>Tells one watch that there is something to look at. Many tellings before it looks are one.</summary>
internal sealed class WatchSignal
{
    private readonly Channel<bool> _channel =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>What is watched is gone.</summary>
    public void End() => _channel.Writer.TryComplete();

    /// <summary>False once it ended.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var more = await _channel.Reader.WaitToReadAsync(cancellationToken);
        _channel.Reader.TryRead(out _);
        return more;
    }
}
