using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Resources;

internal static class LoadBalancerStatus
{
    public static JsonObject Empty() => new() { ["loadBalancer"] = new JsonObject() };
}
