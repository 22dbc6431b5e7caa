using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.HttpProxy;
using Gateway.Model;

namespace Gateway.Tests.HttpProxy;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Requests_picks_and_attempts_are_counted_by_what_they_were_for()
    {
        var name = $"counted-{Guid.NewGuid():N}";
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == HttpProxyTelemetry.Name)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            // Other tests run gateways too.
            var text = string.Join(' ', tags.ToArray().Select(tag => tag.Value));
            if (text.Contains(name, StringComparison.Ordinal))
                counts.AddOrUpdate($"{instrument.Name} {text}", value, (_, sum) => sum + value);
        });
        listener.Start();
        await using var upstream = await TestUpstream.SayingAsync("x");
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(HttpState.Empty.WithCluster(name, upstream.Backend).WithHost(
            "", new HttpRoute(PathMatch.Prefix, "/", States.Name(name), new("Ingress", new("default", name)))));
        using var client = new HttpClient();

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(gateway.Http());

        await Eventually.IsTrue(() => counts.GetValueOrDefault($"gateway.http.requests Ingress default/{name} 2xx") == 3, "three requests are counted");
        Assert.Equal(3, counts[$"gateway.http.picks default/{name}:http"]);
        Assert.Equal(3, counts[$"gateway.http.attempts default/{name}:http None"]);
    }

    [Fact]
    public async Task Each_attempt_is_a_span_and_the_backend_continues_its_trace()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HttpProxyTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient();

        var echo = Echo.Parse(await client.GetStringAsync(gateway.Http()));

        await Eventually.IsTrue(() => spans.Any(span => echo["traceparent"].Contains(span.SpanId.ToString(), StringComparison.Ordinal)), "the span ends");
        var span = spans.Single(span => echo["traceparent"].Contains(span.SpanId.ToString(), StringComparison.Ordinal));
        Assert.Equal(upstream.Port, span.GetTagItem("server.port"));
        Assert.Equal(200, span.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task Without_tracing_the_client_s_trace_context_passes_as_it_is()
    {
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        var response = await RawHttp.GetAsync(gateway.HttpPort, "/", $"traceparent: {Parent}\r\n");
        Assert.Equal(Parent, Echo.Parse(RawHttp.BodyOf(response))["traceparent"]);
    }

    [Fact]
    public async Task The_size_of_the_table_follows_the_state()
    {
        await using var gateway = await TestGateway.StartAsync();
        var size = (PlaneSize)gateway.Services.GetService(typeof(PlaneSize))!;
        var state = HttpState.Empty
            .WithCluster("a", new Backend("10.0.0.1", 80), new Backend("10.0.0.2", 80))
            .WithCluster("b", new Backend("10.0.0.3", 80))
            .WithHost("a.test", States.Route("/", "a"), States.Route("/b", "b"))
            .WithHost("*.test", States.Route("/", "a"))
            .WithDefault("", States.Route("/", "b"))
            .WithCertificate("a.test", TestTls.Secret("a.test"));
        await gateway.ApplyAsync(state);
        Assert.Equal((3, 4, 2, 3, 1), (size.Hosts, size.Routes, size.Clusters, size.Destinations, size.Certificates));
        await gateway.ApplyAsync(state.WithoutHost("a.test").WithCluster("a", new Backend("10.0.0.1", 80)));
        Assert.Equal((2, 2, 2, 2, 1), (size.Hosts, size.Routes, size.Clusters, size.Destinations, size.Certificates));
        await gateway.ApplyAsync(HttpState.Empty);
        Assert.Equal((0, 0, 0, 0, 0), (size.Hosts, size.Routes, size.Clusters, size.Destinations, size.Certificates));
    }
}
