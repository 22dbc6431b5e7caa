namespace Gateway.Deploy.Tests.Support;

/// <summary>What the downward API would say of a pod.</summary>
internal static class PodFields
{
    public static Dictionary<string, string> In(string ns) => new()
    {
        ["spec.nodeName"] = "node-1",
        ["metadata.name"] = "yarp-gateway-abcde",
        ["metadata.namespace"] = ns,
    };
}
