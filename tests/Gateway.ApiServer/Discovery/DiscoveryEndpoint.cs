using System.Text.Json.Nodes;
using Gateway.ApiServer.Endpoints;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Discovery;

/// <summary>What the server says about itself.</summary>
internal sealed class DiscoveryEndpoint(ResourceCatalogue catalogue, ApiServerOptions options)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    // /version                        which server this is
    // /healthz /livez /readyz         that it lives
    // /api /apis                      which groups there are, or with the right Accept everything there is
    // /api/V /apis/GROUP/V            the resources of one of them
    // /apis/GROUP                     its versions
    // /openapi/v3[/...]               schemas
    public Task ServeAsync(HttpContext context, ApiRequest request)
    {
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var aggregated = request.Accept.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal);
        if (request.Method is not ("GET" or "HEAD"))
            return context.WriteNoSuchPathAsync();
        return parts switch
        {
            ["version"] => context.WriteAsync(VersionText.Build(options.MinorVersion)),
            ["healthz" or "livez" or "readyz", ..] => context.WriteAsync("ok"u8.ToArray(), contentType: "text/plain; charset=utf-8"),
            ["api" or "apis"] when aggregated => context.WriteAsync(
                AggregatedDiscovery.Build(catalogue.All.Where(type => type.Group.Length == 0 == (parts[0] == "api"))), contentType: Aggregated),
            ["api"] => context.WriteAsync(new JsonObject
            {
                ["kind"] = "APIVersions",
                ["versions"] = new JsonArray("v1"),
                ["serverAddressByClientCIDRs"] = new JsonArray(
                    new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = context.Request.Host.Value }),
            }),
            ["apis"] => context.WriteAsync(GroupDocuments.Groups(catalogue)),
            ["apis", var group] when catalogue.HasGroup(group) => context.WriteAsync(GroupDocuments.Group(catalogue, group)),
            ["api", var version] when catalogue.HasGroupVersion("", version) => context.WriteAsync(GroupDocuments.Resources(catalogue, "", version)),
            ["apis", var group, var version] when catalogue.HasGroupVersion(group, version) =>
                context.WriteAsync(GroupDocuments.Resources(catalogue, group, version)),
            ["openapi", "v3"] => context.WriteAsync(OpenApi.Index(catalogue)),
            ["openapi", "v3", .. var root] when OpenApi.Build(catalogue, string.Join('/', root), options.MinorVersion) is { } document =>
                context.WriteAsync(document),
            _ => context.WriteNoSuchPathAsync(),
        };
    }
}
