using System.Net;
using System.Text.Json.Nodes;
using Gateway.ClusterStatus.Leadership;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.ClusterStatus.Leadership;

public sealed class LeaderElectionTests : IAsyncDisposable
{
    private const string LeasePath = Electors.LeasePath;

    private static readonly LeaseTimings Timings = new();

    /// <summary>Between two looks, at the longest.</summary>
    private static readonly TimeSpan Look = Timings.Retry * 1.2 + TimeSpan.FromMilliseconds(200);

    private readonly Electors _electors = new();

    public ValueTask DisposeAsync() => _electors.DisposeAsync();

    [Fact]
    public async Task The_first_to_come_leads_and_the_others_wait()
    {
        var first = await _electors.StartAsync("a");
        var second = await _electors.StartAsync("b");

        Assert.True(first.Election.IsLeader);
        Assert.False(second.Election.IsLeader);
        Assert.Equal("a", (string?)_electors.LeaseSpec["holderIdentity"]);
        Assert.False((await first.Election.WaitForTermAsync(default)).IsCancellationRequested);
    }

    [Fact]
    public async Task Who_renews_leads_on_and_writes_nothing_but_the_time()
    {
        var first = await _electors.StartAsync("a");
        var second = await _electors.StartAsync("b");
        var term = await first.Election.WaitForTermAsync(default);
        var before = _electors.LeaseSpec;

        await _electors.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.True(first.Election.IsLeader);
        Assert.False(term.IsCancellationRequested);
        var after = _electors.LeaseSpec;
        Assert.NotEqual((string?)before["renewTime"], (string?)after["renewTime"]);
        after["renewTime"] = (string?)before["renewTime"];
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
        // Every three seconds, up to a fifth more.
        Assert.InRange(_electors.Cluster.RequestsOf("PUT", LeasePath).Count, 80, 101);
        Assert.Empty(second.Log.Lines);
    }

    [Fact]
    public async Task When_the_one_that_leads_is_cut_off_it_stops_and_then_another_begins()
    {
        var first = await _electors.StartAsync("a");
        var second = await _electors.StartAsync("b");
        var term = await first.Election.WaitForTermAsync(default);

        first.IsCut = true;
        await _electors.AdvanceAsync(Timings.RenewDeadline + TimeSpan.FromMilliseconds(200));
        Assert.False(first.Election.IsLeader);
        Assert.True(term.IsCancellationRequested);
        Assert.False(second.Election.IsLeader);

        await _electors.AdvanceAsync(Timings.Duration + (2 * Look) - Timings.RenewDeadline, until: () => second.Election.IsLeader);
        Assert.True(second.Election.IsLeader);
        Assert.Equal(("b", 1), ((string?)_electors.LeaseSpec["holderIdentity"], (int)_electors.LeaseSpec["leaseTransitions"]!));
    }

    [Fact]
    public async Task One_that_comes_back_waits_for_its_turn()
    {
        var first = await _electors.StartAsync("a");
        var second = await _electors.StartAsync("b");
        first.IsCut = true;
        await _electors.AdvanceAsync(TimeSpan.FromMinutes(1), until: () => second.Election.IsLeader);

        first.IsCut = false;
        await _electors.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.True(second.Election.IsLeader);
        Assert.False(first.Election.IsLeader);
        Assert.Single(first.Log.Lines, line => line.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task A_lease_that_is_given_back_is_taken_at_the_next_look()
    {
        var first = await _electors.StartAsync("a");
        var second = await _electors.StartAsync("b");

        await first.StopAsync();

        Assert.False(first.Election.IsLeader);
        Assert.Equal("", (string?)_electors.LeaseSpec["holderIdentity"]);
        await _electors.AdvanceAsync(Look, until: () => second.Election.IsLeader);
        Assert.True(second.Election.IsLeader);
        Assert.Equal(1, (int)_electors.LeaseSpec["leaseTransitions"]!);
    }

    [Fact]
    public async Task A_lease_is_given_back_also_when_the_time_to_stop_is_over()
    {
        var first = await _electors.StartAsync("a");

        await first.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal("", (string?)_electors.LeaseSpec["holderIdentity"]);
    }

    [Fact]
    public async Task One_that_does_not_lead_gives_nothing_back()
    {
        await _electors.StartAsync("a");
        var second = await _electors.StartAsync("b");

        await second.StopAsync();

        Assert.Equal("a", (string?)_electors.LeaseSpec["holderIdentity"]);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task Clocks_that_disagree_do_not_matter(int seconds)
    {
        var first = await _electors.StartAsync("a");
        var second = await _electors.StartAsync("b", TimeSpan.FromSeconds(seconds));
        await _electors.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.True(first.Election.IsLeader);

        first.IsCut = true;
        await _electors.AdvanceAsync(Timings.Duration + (2 * Look), until: () => second.Election.IsLeader);

        Assert.True(second.Election.IsLeader);
    }

    [Fact]
    public async Task A_lease_that_somebody_labels_is_renewed_with_its_labels()
    {
        var first = await _electors.StartAsync("a");
        var lease = _electors.Cluster.Find(LeasePath)!;
        lease["metadata"]!["labels"] = new JsonObject { ["team"] = "edge" };
        _electors.Cluster.Put(LeasePath, lease);

        await _electors.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.True(first.Election.IsLeader);
        Assert.Equal("edge", (string?)_electors.Cluster.Find(LeasePath)!["metadata"]!["labels"]!["team"]);
        Assert.DoesNotContain(first.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Who_finds_another_in_the_lease_stops()
    {
        var first = await _electors.StartAsync("a");
        var lease = _electors.Cluster.Find(LeasePath)!;
        lease["spec"]!["holderIdentity"] = "usurper";
        _electors.Cluster.Put(LeasePath, lease);

        await _electors.AdvanceAsync(Look);

        Assert.False(first.Election.IsLeader);
        Assert.Equal("usurper", (string?)_electors.LeaseSpec["holderIdentity"]);
    }

    [Fact]
    public async Task A_lease_that_is_deleted_is_made_again()
    {
        var first = await _electors.StartAsync("a");
        _electors.Cluster.Delete(LeasePath);

        await _electors.AdvanceAsync(Look);

        Assert.True(first.Election.IsLeader);
        Assert.Equal("a", (string?)_electors.LeaseSpec["holderIdentity"]);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_ends_the_term_at_the_deadline()
    {
        var first = await _electors.StartAsync("a");
        var term = await first.Election.WaitForTermAsync(default);
        _electors.Cluster.Hang();

        await _electors.AdvanceAsync(Timings.RenewDeadline);

        Assert.False(first.Election.IsLeader);
        await Eventually.IsTrue(() => term.IsCancellationRequested);
        _electors.Cluster.RefuseNothing();
    }

    [Fact]
    public async Task A_missing_right_is_one_warning_and_is_asked_for_rarely()
    {
        _electors.Cluster.Refuse(_ => true, HttpStatusCode.Forbidden, "Forbidden", "leases is forbidden");
        var first = await _electors.StartAsync("a");

        await _electors.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.False(first.Election.IsLeader);
        Assert.InRange(_electors.Cluster.Requests.Count, 8, 11);
        Assert.Contains("traffic goes on", Assert.Single(first.Log.Lines).Text, StringComparison.Ordinal);

        _electors.Cluster.RefuseNothing();
        await _electors.AdvanceAsync(Timings.ForbiddenRetry * 1.3);
        Assert.True(first.Election.IsLeader);
    }

    [Fact]
    public async Task A_server_that_fails_is_one_warning_however_long_it_takes()
    {
        _electors.Cluster.Refuse(_ => true, HttpStatusCode.InternalServerError, "InternalError", "etcd is away");
        var first = await _electors.StartAsync("a");

        await _electors.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Contains("etcd is away", Assert.Single(first.Log.Lines).Text, StringComparison.Ordinal);

        _electors.Cluster.RefuseNothing();
        await _electors.AdvanceAsync(Look);
        Assert.True(first.Election.IsLeader);
    }
}
