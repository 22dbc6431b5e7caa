using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>The double with the objects that the real server had when it was recorded, written as they were written there.</summary>
internal sealed class CapturedCluster : IAsyncDisposable
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Controller = "kube-controller-manager";

    private static readonly string[] Services = ["web", "headless", "out", "lb"];

    private CapturedCluster(ApiServerDouble server)
    {
        Server = server;
        Client = new(server);
    }

    public ApiServerDouble Server { get; }

    public ApiTestClient Client { get; }

    public static async Task<CapturedCluster> StartAsync()
    {
        var time = new ShiftedTime();
        var cluster = new CapturedCluster(await ApiServerDouble.StartAsync(new() { KubernetesService = true, Time = time }));
        await cluster.SendAsync("POST", "/api/v1/namespaces", """{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"shop"}}""");
        var services = Capture.Read("watch-too-old").Events.Where(change => change.Type == "ADDED").ToDictionary(change => change.Name!, change => change.Object);
        foreach (var name in Services)
            await cluster.ApplyAsync("/api/v1/namespaces/shop/services", services[name]);
        await cluster.ApplyAsync("/apis/networking.k8s.io/v1/namespaces/shop/ingresses", Capture.Read("list-ingresses").Json["items"]![0]!);
        // Who writes now wrote later, which is the order in which they are noted.
        time.Shift = TimeSpan.FromSeconds(10);
        return cluster;
    }

    /// <summary>The slices as their controller makes them: with nobody in them, then with pods that are not ready, then with pods that are.</summary>
    public async Task WriteSlicesAsync()
    {
        foreach (var slice in Capture.Read("list-slices").Json["items"]!.AsArray())
        {
            var value = Bare(slice!);
            var empty = (JsonObject)value.DeepClone();
            empty["endpoints"] = new JsonArray();
            await SendAsync("POST", $"/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?fieldManager={Controller}", empty.ToJsonString());
            var waiting = (JsonObject)value.DeepClone();
            foreach (var endpoint in waiting["endpoints"]!.AsArray())
                endpoint!["conditions"]!["ready"] = false;
            await WriteSliceAsync(waiting);
            await WriteSliceAsync(value);
        }
    }

    public Task WriteSliceAsync(JsonNode slice) => SendAsync(
        "PUT",
        $"/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/{slice["metadata"]!["name"]}?fieldManager={Controller}",
        Bare(slice).ToJsonString());

    public Task<Answer> ReplayAsync(Capture capture) => Client.SendAsync(capture.Method, capture.Path, capture.Body, capture.ContentType);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>As kubectl applies what is not there.</summary>
    private Task ApplyAsync(string path, JsonNode captured)
    {
        var manifest = captured["metadata"]!["annotations"]![LastApplied]!.GetValue<string>();
        var value = JsonNode.Parse(manifest)!;
        value["metadata"]!["annotations"]![LastApplied] = manifest;
        return SendAsync("POST", path + "?fieldManager=kubectl-client-side-apply", value.ToJsonString());
    }

    private async Task SendAsync(string method, string path, string body)
    {
        var answer = await Client.SendAsync(method, path, body);
        Assert.True(answer.Code is 200 or 201, answer.Text);
    }

    private static JsonObject Bare(JsonNode captured)
    {
        var value = (JsonObject)captured.DeepClone();
        foreach (var name in new[] { "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields" })
            value["metadata"]!.AsObject().Remove(name);
        return value;
    }
}
