using System.Net;
using Gateway.Health;
using Gateway.Hosting;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Reconciliation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Health;

/// <summary>Health over a socket, of a gateway whose source and target do as the test says.</summary>
public sealed class HealthServerTests : IAsyncLifetime
{
    private readonly StubSource _source = new();
    private readonly StubTarget _target = new();
    private readonly HttpClient _client = new();
    private readonly WebApplication _app;

    public HealthServerTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IResourceSource>(_source);
        builder.Services.AddHealth(new(new IPEndPoint(IPAddress.Loopback, 0)));
        builder.Services.AddTarget(_ => _target);
        builder.Services.AddSingleton<ResourceStore>();
        builder.Services.AddSingleton(new TranslationOptions());
        builder.Services.AddHostedService<Reconciler>();
        builder.Services.AddHostedService<SourceLoop>();
        builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        _app = builder.Build();
        _app.Run(_ => Task.CompletedTask);
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        var address = _app.Services.GetServices<IHostedService>().OfType<HealthServer>().Single().Address;
        _client.BaseAddress = new($"http://{address}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Before_the_source_is_read_it_lives_and_is_not_ready()
    {
        Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/livez"));
        var (status, text) = await GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("[-]source failed: a stub not read yet", text, StringComparison.Ordinal);
        Assert.Contains("[-]target stub failed: nothing applied yet", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_ready_once_the_source_is_read_and_the_target_has_applied()
    {
        _source.Synced.SetResult();

        await UntilAsync("/readyz", HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/readyz"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/healthz"));
    }

    [Fact]
    public async Task A_target_that_has_never_applied_keeps_it_from_being_ready_and_says_why()
    {
        _target.Fault = "the plane is closed";
        _source.Synced.SetResult();

        await UntilAsync("/readyz", text => text.Contains("the plane is closed", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task A_target_that_fails_later_leaves_it_ready_and_is_told()
    {
        _source.Synced.SetResult();
        await UntilAsync("/readyz", HttpStatusCode.OK);

        _target.Fault = "the plane is closed";
        _app.Services.GetRequiredService<ResourceStore>().Apply([ResourceChange.Upsert(new Gateway.Model.Resources.Service { Metadata = new() { Name = "a", Namespace = "b" } })]);

        await UntilAsync("/readyz?verbose", text => text.Contains("[+]target stub ok, but stays at generation 1: the plane is closed", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/readyz"));
    }

    [Fact]
    public async Task A_source_that_is_lost_later_leaves_it_ready_and_is_told()
    {
        _source.Synced.SetResult();
        await Eventually.IsTrue(async () => (await GetAsync("/readyz")).Status == HttpStatusCode.OK);

        _source.State = new(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(90), "connection refused");

        var (status, text) = await GetAsync("/readyz?verbose");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches("source ok, but a stub has not been followed for 9[0-9] s: connection refused", text);
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_says_why()
    {
        _source.State = new(TimeProvider.System.GetUtcNow(), "connection refused");

        Assert.Contains("a stub not read yet: connection refused", (await GetAsync("/readyz")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_asked_to_stop_it_is_not_ready_and_still_lives()
    {
        _source.Synced.SetResult();
        await UntilAsync("/readyz", HttpStatusCode.OK);

        _app.Lifetime.StopApplication();

        var (status, text) = await GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("[-]shutdown failed: stopping", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/livez")).Status);
    }

    [Fact]
    public async Task Other_paths_are_not_found() => Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/metrics")).Status);

    [Fact]
    public async Task Health_is_asked_with_GET()
    {
        using var answer = await _client.PostAsync(new Uri("/livez", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_its_address()
    {
        var taken = new IPEndPoint(IPAddress.Loopback, _client.BaseAddress!.Port);
        await using var second = SmallServer.Build(taken);

        var refused = await Assert.ThrowsAsync<ListenException>(() => SmallServer.StartAsync(second, taken, CancellationToken.None));

        Assert.Equal($"cannot listen on {taken}: the port is in use by another process", refused.Message);
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task UntilAsync(string path, HttpStatusCode status) => Eventually.IsTrue(async () => (await GetAsync(path)).Status == status);

    private Task UntilAsync(string path, Func<string, bool> isExpected) => Eventually.IsTrue(async () => isExpected((await GetAsync(path)).Text));
}
