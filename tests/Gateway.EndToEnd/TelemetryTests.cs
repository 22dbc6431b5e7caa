using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.EndToEnd;

public sealed class TelemetryTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly ConcurrentDictionary<string, string> _received = new();
    private readonly WebApplication _collector = SmallServer.Build(new(IPAddress.Loopback, 0));
    private IPEndPoint _address = new(IPAddress.Loopback, 0);

    public async ValueTask InitializeAsync()
    {
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            _received.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
        });
        _address = await SmallServer.StartAsync(_collector, _address, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Traces_and_metrics_go_where_the_environment_says()
    {
        await using var upstream = await Upstream.StartAsync("one");
        _folder.Write("shop.yaml", Manifest.Service("shop", upstream.Port));
        await using var gateway = await GatewayProcess.ServeAsync(
            _folder,
            start =>
            {
                start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{_address}";
                start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
                start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "50";
                start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "100";
            },
            "--manifests",
            "manifests");
        using var client = new Client(gateway);
        await client.GetAsync("shop.default.localhost");

        await ReceivesAsync("/v1/traces", "service.name", "gateway", "Gateway.Reconciliation", "Microsoft.AspNetCore", "Gateway.HttpProxy", "server.address");
        await ReceivesAsync(
            "/v1/metrics", "Gateway.Reconciliation", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel",
            "gateway.http.requests", "gateway.http.picks", "gateway.http.attempts", "gateway.http.table.hosts", "gateway.apply.duration");
    }

    [Fact]
    public async Task A_backend_learns_which_trace_it_belongs_to()
    {
        await using var upstream = await Upstream.StartAsync("one", context => context.Response.WriteAsync(context.Request.Headers.TraceParent.ToString()));
        _folder.Write("shop.yaml", Manifest.Service("shop", upstream.Port));
        await using var gateway = await GatewayProcess.ServeAsync(
            _folder, start => start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{_address}", "--manifests", "manifests");
        using var client = LoopbackClient.Create();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://shop.default.localhost:{gateway.HttpPort}/"));
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await client.SendAsync(request);

        var seen = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_is_sent_when_it_stops()
    {
        await using var gateway = await GatewayProcess.ServeAsync(
            _folder,
            start =>
            {
                start.Environment["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = $"http://{_address}/own/path";
                start.Environment["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf";
                start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "600000";
                start.Environment["OTEL_SERVICE_NAME"] = "edge-1";
            },
            "--manifests",
            "manifests");

        Assert.Equal(0, (await gateway.StopAsync()).Code);

        Assert.Contains("edge-1", _received["/own/path"], StringComparison.Ordinal);
        Assert.Equal(["/own/path"], _received.Keys);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_harms_nothing()
    {
        await _collector.StopAsync();
        await using var gateway = await GatewayProcess.ServeAsync(
            _folder,
            start =>
            {
                start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{_address}";
                start.Environment["OTEL_EXPORTER_OTLP_TIMEOUT"] = "200";
            },
            "--manifests",
            "manifests");
        using var client = new Client(gateway);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("nowhere.test")).Status);
        Assert.Equal(0, (await gateway.StopAsync()).Code);
    }

    private Task ReceivesAsync(string path, params string[] words) => Eventually.IsTrue(
        () => _received.TryGetValue(path, out var text) && words.All(word => text.Contains(word, StringComparison.Ordinal)),
        () => $"{path} has not got {string.Join(", ", words.Where(word => !_received.GetValueOrDefault(path, "").Contains(word, StringComparison.Ordinal)))}");
}
