using Gateway.Hosting;
using Gateway.Model;
using Gateway.Reconciliation;
using Gateway.Tests.Health;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

public sealed class FirstGenerationTests : IAsyncLifetime
{
    private readonly StubTarget _target = new();
    private readonly TargetLoop _loop;

    public FirstGenerationTests() => _loop = new(_target, TimeProvider.System, NullLogger<TargetLoop>.Instance);

    public async ValueTask InitializeAsync() => await _loop.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
    }

    [Fact]
    public async Task The_start_waits_until_every_target_has_applied()
    {
        var start = new FirstGeneration([_loop], TimeProvider.System).StartAsync(CancellationToken.None);
        Assert.False(start.IsCompleted);

        _loop.Offer(new(1, DesiredState.Empty));

        await start;
        Assert.Equal(1, _loop.AppliedGeneration);
    }

    [Fact]
    public async Task A_target_that_cannot_apply_does_not_hold_the_start_for_ever()
    {
        _target.Fault = "the plane is closed";
        _loop.Offer(new(1, DesiredState.Empty));

        await new FirstGeneration([_loop], new HastyClock()).StartAsync(CancellationToken.None);

        Assert.Equal(0, _loop.AppliedGeneration);
    }

    [Fact]
    public async Task Being_asked_to_stop_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        var start = new FirstGeneration([_loop], TimeProvider.System).StartAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    /// <summary>Every wait is over in no time.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
