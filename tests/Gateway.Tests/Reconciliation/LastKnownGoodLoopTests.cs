using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Reconciliation;
using Gateway.Tests.Manifests;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Reconciliation;

public sealed class LastKnownGoodLoopTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Gateway.Tests.ManualTime _time = new();
    private readonly ResourceStore _store = new();
    private readonly RecordedLog<LastKnownGoodLoop> _log = new();
    private readonly LastKnownGoodFile _file;
    private readonly LastKnownGoodLoop _loop;

    public LastKnownGoodLoopTests()
    {
        _file = new(_folder.Combine("state"), "https://10.0.0.1", false);
        _loop = new(_file, _store, _time, _log);
    }

    public async ValueTask InitializeAsync() => await _loop.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_first_state_is_saved_a_few_seconds_after_it_is_whole()
    {
        Apply("a");
        _store.MarkSynced();
        await RestsAsync();
        Assert.Null(Saved());

        await PassAsync(LastKnownGoodLoop.FirstDelay);
        Assert.Equal("a", Saved());
        Assert.Equal(_time.GetUtcNow(), _file.TryRead().SavedAt);
    }

    [Fact]
    public async Task Nothing_is_saved_before_the_source_has_synced()
    {
        Apply("a");
        _time.Advance(TimeSpan.FromHours(1));
        await _loop.StopAsync(CancellationToken.None);

        Assert.Null(Saved());
    }

    [Fact]
    public async Task Changes_are_saved_together_every_half_minute_and_only_where_there_are_any()
    {
        await SyncAsync("a");
        Apply("b");
        Apply("c");
        await PassAsync(LastKnownGoodLoop.Interval - TimeSpan.FromSeconds(1));
        Assert.Equal("a", Saved());

        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("a, b, c", Saved());

        var saved = _file.TryRead().SavedAt;
        await PassAsync(LastKnownGoodLoop.Interval);
        Assert.Equal(saved, _file.TryRead().SavedAt);
    }

    [Fact]
    public async Task What_has_changed_last_is_saved_at_the_end()
    {
        await SyncAsync("a");
        Apply("b");
        await _loop.StopAsync(CancellationToken.None);

        Assert.Equal("a, b", Saved());
    }

    [Fact]
    public async Task A_stop_right_after_the_first_sync_saves_too()
    {
        Apply("a");
        _store.MarkSynced();
        await _loop.StopAsync(CancellationToken.None);

        Assert.Equal("a", Saved());
    }

    [Fact]
    public async Task What_was_restored_is_not_saved_as_if_it_were_new()
    {
        _store.Restore(ResourceSnapshot.Of(Service("a")));
        await RestsAsync();
        await PassAsync(TimeSpan.FromMinutes(5));
        Assert.Null(Saved());

        Apply("b");
        await PassAsync(LastKnownGoodLoop.Interval);
        Assert.Equal("a, b", Saved());
    }

    [Fact]
    public async Task A_stop_while_only_the_restored_state_is_known_leaves_the_file_alone()
    {
        _store.Restore(ResourceSnapshot.Of(Service("a")));
        await _loop.StopAsync(CancellationToken.None);

        Assert.Null(Saved());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_warning_and_tried_again()
    {
        Directory.CreateDirectory(_file.Path);
        await SyncAsync("a");
        await PassAsync(LastKnownGoodLoop.Interval * 3);

        var (level, text) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains(_file.Path, text, StringComparison.Ordinal);

        Directory.Delete(_file.Path);
        await PassAsync(LastKnownGoodLoop.Interval);
        Assert.Equal("a", Saved());
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Lines.Select(line => line.Level));
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(0.6, 30)]
    [InlineData(1, 50)]
    [InlineData(10, 500)]
    public void Saving_takes_a_fiftieth_of_the_time_at_most(double took, double rest) =>
        Assert.Equal(TimeSpan.FromSeconds(rest), LastKnownGoodLoop.RestAfter(TimeSpan.FromSeconds(took)));

    private async Task SyncAsync(string name)
    {
        Apply(name);
        _store.MarkSynced();
        await RestsAsync();
        await PassAsync(LastKnownGoodLoop.FirstDelay);
    }

    /// <summary>Lets time pass, and what is due in it happen, a second at a time.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var second = 0; second < time.TotalSeconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await RestsAsync();
        }
    }

    private Task RestsAsync() => Eventually.IsTrue(() => _time.Waiting == 1, pause: TimeSpan.Zero);

    private string? Saved() => _file.TryRead().Snapshot is { } snapshot
        ? string.Join(", ", snapshot.Objects.Select(resource => resource.Metadata.Name).Order(StringComparer.Ordinal))
        : null;

    private void Apply(string name) => _store.Apply([ResourceChange.Upsert(Service(name))]);

    private static Service Service(string name) => new() { Metadata = new() { Namespace = "team", Name = name } };
}
