using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>A server with a namespace <c>shop</c> for each test, and a client that may do everything.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    internal ApiServerDouble Server { get; private set; } = null!;

    internal ApiTestClient Client { get; private set; } = null!;

    protected virtual ApiServerOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        Server = await ApiServerDouble.StartAsync(Options);
        Client = new(Server);
        Server.Apply("{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal void Map(string name, string value) => Server.Put(new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["labels"] = new JsonObject { ["value"] = value } },
        ["data"] = new JsonObject { ["value"] = value },
    });

    internal void Service(string name) => Server.Put(new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" },
        ["spec"] = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }) },
    });

    internal static string[] Names(JsonNode list) =>
        [.. list["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>())];
}
