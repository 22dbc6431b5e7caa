using System.Net;

namespace Gateway.EndToEnd;

/// <summary>Every Service with an HTTP port is reachable by its name, with no Ingress at all.</summary>
public sealed class ServicesByNameTests
{
    [Theory]
    [InlineData("shop.default.localhost")]
    [InlineData("shop.default.svc.cluster.local")]
    [InlineData("SHOP.default.LOCALHOST")]
    public async Task A_service_answers_under_its_names(string host)
    {
        await using var upstream = await Upstream.StartAsync("shop");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream]));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        Assert.Equal("shop", await client.GetStringAsync(gateway.Http(host)));
    }

    [Fact]
    public async Task An_annotation_gives_another_host()
    {
        await using var upstream = await Upstream.StartAsync("shop");
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream], "yarp-gateway.io/expose: http, yarp-gateway.io/host: buy.test"));
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        Assert.Equal("shop", await client.GetStringAsync(gateway.Http("buy.test")));
        using var unnamed = await client.GetAsync(gateway.Http("shop.default.localhost"));
        Assert.Equal(HttpStatusCode.NotFound, unnamed.StatusCode);
    }

    [Fact]
    public async Task Pods_of_the_folder_are_the_endpoints_of_a_service_with_a_selector()
    {
        await using var first = await Upstream.StartAsync("first");
        await using var second = await Upstream.StartAsync("second");
        using var folder = new TestFolder().With("shop.yaml", $"""
            apiVersion: v1
            kind: Service
            metadata: {"{"}name: shop{"}"}
            spec:
              selector: {"{"}app: shop{"}"}
              ports: [{"{"}name: http, port: 80, targetPort: web{"}"}]
            ---
            {Pod("first", first.Port)}
            ---
            {Pod("second", second.Port)}
            """);
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        var answers = new HashSet<string>();
        for (var request = 0; request < 4; request++)
            answers.Add(await client.GetStringAsync(gateway.Http("shop.default.localhost")));

        Assert.Equal(["first", "second"], answers.Order());
    }

    [Fact]
    public async Task An_external_name_is_resolved_by_dns()
    {
        await using var upstream = await Upstream.StartAsync("outside");
        using var folder = new TestFolder().With("external.yaml", $"""
            apiVersion: v1
            kind: Service
            metadata: {"{"}name: external{"}"}
            spec:
              type: ExternalName
              externalName: localhost
            ---
            {Manifest.Ingress("external.test", "external").Replace("name: http", $"number: {upstream.Port}", StringComparison.Ordinal)}
            """);
        await using var gateway = await RunningGateway.StartAsync(folder);
        using var client = LoopbackClient.Create();

        Assert.Equal("outside", await client.GetStringAsync(gateway.Http("external.test")));
    }

    private static string Pod(string name, int port) =>
        $"""
        apiVersion: v1
        kind: Pod
        metadata: {"{"}name: {name}, labels: {"{"}app: shop{"}"}{"}"}
        spec: {"{"}containers: [{"{"}name: web, ports: [{"{"}name: web, containerPort: {port}{"}"}]{"}"}]{"}"}
        status: {"{"}phase: Running, podIP: 127.0.0.1, conditions: [{"{"}type: Ready, status: "True"{"}"}]{"}"}
        """;
}
