using System.Net.Sockets;
using Gateway.Ipvs.Localhost;

namespace Gateway.Tests.Ipvs.Localhost;

public sealed class RelayLoopTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecordedLog<TcpRelay> _log = new();
    private readonly CancellationTokenSource _stop = new();
    private int _asked;

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void Where_nothing_more_can_be_opened_it_does_not_spin_and_says_so_once()
    {
        var loop = RunAsync(() => throw new SocketException((int)SocketError.TooManyOpenSockets));
        Assert.Equal(1, _asked);

        for (var second = 0; second < 5; second++)
            _time.Advance(RelayLoop.Pause);

        Assert.Equal(6, _asked);
        Assert.Contains("tcp 127.0.0.1:30080", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
        Assert.False(loop.IsCompleted);
    }

    [Fact]
    public async Task A_client_that_gave_up_before_it_was_let_in_keeps_nobody_waiting()
    {
        await RunAsync(() => _asked < 3 ? throw new SocketException((int)SocketError.ConnectionAborted) : _stop.CancelAsync());

        Assert.Equal(3, _asked);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to_also_while_it_pauses()
    {
        var loop = RunAsync(() => throw new SocketException((int)SocketError.TooManyOpenSockets));
        await _stop.CancelAsync();

        await loop.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _asked);
    }

    private Task RunAsync(Func<Task> take) => RelayLoop.RunAsync(
        _ =>
        {
            _asked++;
            return take();
        },
        "tcp 127.0.0.1:30080",
        _time,
        _log,
        _stop.Token);
}
