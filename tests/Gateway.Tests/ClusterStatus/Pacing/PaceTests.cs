using Gateway.ClusterStatus.Pacing;

namespace Gateway.Tests.ClusterStatus.Pacing;

public sealed class PaceTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task So_many_go_at_once_and_then_so_many_a_second()
    {
        var bucket = new TokenBucket(20, 50, _time);
        var turns = Enumerable.Range(0, 90).Select(_ => bucket.TakeAsync(default).AsTask()).ToArray();
        Assert.Equal(50, turns.Count(turn => turn.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrue(() => turns.Count(turn => turn.IsCompleted) == 70);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Task.WhenAll(turns);
    }

    [Fact]
    public void A_bucket_fills_up_to_its_burst_and_no_further()
    {
        var bucket = new TokenBucket(1, 2, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.True(bucket.TryTake(out _));
        Assert.True(bucket.TryTake(out _));
        Assert.False(bucket.TryTake(out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
    }

    [Fact]
    public async Task After_a_failure_everybody_waits_and_longer_each_time()
    {
        var pace = new Pace(1000, 1000, _time, new Random(1));
        var waits = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i == 0, pace.Failed(null));
            Assert.False(pace.Failed(null));
            var turn = pace.TurnAsync(default).AsTask();
            var began = _time.GetTimestamp();
            while (!turn.IsCompleted)
                _time.Advance(TimeSpan.FromMilliseconds(100));
            await turn;
            waits.Add(_time.GetElapsedTime(began).TotalSeconds);
        }

        Assert.InRange(waits[0], 0.5, 1.1);
        Assert.InRange(waits[3], 4, 8.1);
        Assert.InRange(waits[9], 30, 60.1);
        Assert.True(pace.Succeeded());
        Assert.False(pace.Succeeded());
        Assert.True(pace.TurnAsync(default).AsTask().IsCompleted);
    }

    [Fact]
    public void What_the_server_asks_for_is_waited_and_somewhat_more()
    {
        var pace = new Pace(1000, 1000, _time, new Random(1));
        pace.Failed(TimeSpan.FromSeconds(30));
        var turn = pace.TurnAsync(default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(turn.IsCompleted);
    }

    [Fact]
    public void A_right_that_is_missing_is_said_once_for_its_kind_and_rests_by_namespace()
    {
        var permissions = new Permissions(_time);

        Assert.True(permissions.Refused("Ingress", "a"));
        Assert.False(permissions.Refused("Ingress", "b"));
        Assert.True(permissions.Refused("Service", "a"));
        Assert.Equal(Permissions.Rest, permissions.WaitFor("Ingress", "a"));
        Assert.Equal(TimeSpan.Zero, permissions.WaitFor("Ingress", "c"));

        _time.Advance(Permissions.Rest);
        Assert.Equal(TimeSpan.Zero, permissions.WaitFor("Ingress", "a"));
        Assert.False(permissions.Granted("Ingress", "a"));
        Assert.True(permissions.Granted("Ingress", "b"));
        Assert.False(permissions.Granted("Ingress", "b"));
        Assert.True(permissions.Refused("Ingress", "a"));
    }
}
