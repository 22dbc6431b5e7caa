using Gateway.ClusterStatus.Pacing;

namespace Gateway.Tests.ClusterStatus.Pacing;

public sealed class WorkQueueTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly WorkQueue<string> _queue;
    private readonly IAsyncEnumerator<string> _reader;

    public WorkQueueTests()
    {
        _queue = new(_time);
        _queue.Open();
        _reader = _queue.ReadAllAsync(default).GetAsyncEnumerator();
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    [Fact]
    public async Task A_key_that_is_added_twice_comes_once()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");

        Assert.Equal(["a", "b"], [await Next(), await Next()]);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_key_comes_when_it_is_due()
    {
        _queue.Add("later", TimeSpan.FromSeconds(2));
        _queue.Add("soon", TimeSpan.FromSeconds(1));
        var next = Next();
        await Eventually.IsTrue(() => _time.Waiting == 1);

        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("soon", await next.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_earliest_time_that_a_key_was_added_for_counts()
    {
        _queue.Add("a", TimeSpan.FromHours(1));
        _queue.Add("a");
        _queue.Add("a", TimeSpan.FromHours(2));

        Assert.Equal("a", await Next());
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_key_is_not_given_out_again_before_it_is_done_with()
    {
        _queue.Add("a");
        await Next();
        _queue.Add("a");
        _queue.Add("b");

        Assert.Equal("b", await Next());
        var again = Next();
        Assert.False(again.IsCompleted);
        _queue.Done("a");
        Assert.Equal("a", await again.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_wait_ends_when_something_comes_in_between()
    {
        _queue.Add("later", TimeSpan.FromHours(1));
        var next = Next();
        Assert.False(next.IsCompleted);

        _queue.Add("now");

        Assert.Equal("now", await next.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_queue_that_is_closed_takes_nothing_in_and_keeps_nothing()
    {
        _queue.Add("a");
        _queue.Close();
        _queue.Add("b");

        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task Times_that_count_for_nothing_are_not_kept_for_ever()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _queue.Add("a", TimeSpan.FromHours(1));
            _queue.Add("a");
            Assert.Equal("a", await Next());
            _queue.Done("a");
        }

        Assert.InRange(_queue.Entries, 0, 100);
    }

    private Task<string> Next() => NextAsync().AsTask();

    private async ValueTask<string> NextAsync()
    {
        Assert.True(await _reader.MoveNextAsync());
        return _reader.Current;
    }
}
