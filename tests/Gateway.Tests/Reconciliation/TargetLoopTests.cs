using Gateway.Model;
using Gateway.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Reconciliation;

public sealed class TargetLoopTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecordingTarget _target = new();
    private readonly TargetLoop _loop;

    public TargetLoopTests() => _loop = new(_target, _time, NullLogger<TargetLoop>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(default);
        _loop.Dispose();
    }

    private static DesiredUpdate Update(long generation) => new(generation, DesiredState.Empty with { });

    [Fact]
    public async Task An_offered_state_is_applied_and_its_generation_remembered()
    {
        await _loop.StartAsync(default);
        var update = Update(7);

        _loop.Offer(update);

        await Eventually.IsTrue(() => _loop.AppliedGeneration == 7);
        Assert.Same(update.State, Assert.Single(_target.Applied));
    }

    [Fact]
    public async Task A_failed_apply_is_reported_and_tried_again_after_a_delay()
    {
        _target.FailNext(1);
        await _loop.StartAsync(default);

        _loop.Offer(Update(1));
        await Eventually.IsTrue(() => _loop.LastError == "told to fail" && _time.Waiting == 1);
        Assert.Equal(0, _loop.AppliedGeneration);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.IsTrue(() => _loop.AppliedGeneration == 1);
        Assert.Null(_loop.LastError);
    }

    [Fact]
    public async Task What_is_applied_but_for_some_things_counts_as_applied_and_is_tried_again()
    {
        _target.FailNext(1, new IncompleteApplyException("1 address is refused", []));
        await _loop.StartAsync(default);

        _loop.Offer(Update(1));
        await Eventually.IsTrue(() => _loop.LastError == "1 address is refused" && _time.Waiting == 1);
        Assert.Equal(1, _loop.AppliedGeneration);
        Assert.True(_loop.FirstApplied.IsCompletedSuccessfully);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.IsTrue(() => _loop.LastError is null);
        Assert.Equal(2, _target.Attempts);
    }

    [Fact]
    public async Task The_delay_doubles_with_each_failure()
    {
        _target.FailNext(3);
        await _loop.StartAsync(default);
        _loop.Offer(Update(1));

        foreach (var milliseconds in new[] { 100, 200, 400 })
        {
            await Eventually.IsTrue(() => _time.Waiting == 1);
            var attempts = _target.Attempts;
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(attempts, _target.Attempts);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Eventually.IsTrue(() => _target.Attempts == attempts + 1);
        }
        await Eventually.IsTrue(() => _loop.AppliedGeneration == 1);
    }

    [Fact]
    public async Task A_retry_applies_the_newest_state_and_not_the_one_that_failed()
    {
        _target.FailNext(1);
        await _loop.StartAsync(default);
        _loop.Offer(Update(1));
        await Eventually.IsTrue(() => _time.Waiting == 1);

        var newest = Update(3);
        _loop.Offer(Update(2));
        _loop.Offer(newest);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        await Eventually.IsTrue(() => _loop.AppliedGeneration == 3);
        Assert.Same(newest.State, Assert.Single(_target.Applied));
    }

    [Fact]
    public async Task A_slow_target_skips_the_states_in_between()
    {
        _target.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _loop.StartAsync(default);
        _loop.Offer(Update(1));
        await Eventually.IsTrue(() => _target.Attempts == 1);

        for (var generation = 2; generation <= 50; generation++)
            _loop.Offer(Update(generation));
        _target.Gate.SetResult();

        await Eventually.IsTrue(() => _loop.AppliedGeneration == 50);
        Assert.Equal(2, _target.Applied.Count);
    }
}
