using Gateway.Configuration;

namespace Gateway.Deploy.Tests.Support;

/// <summary>What the gateway makes of the environment that a variant's pods have.</summary>
internal static class PodConfiguration
{
    public static GatewayConfiguration Read(Variant variant, string ns = "yarp-gateway")
    {
        // The kubelet adds these of its own.
        var environment = variant.Pod.Gateway.Environment(PodFields.In(ns));
        environment["KUBERNETES_SERVICE_HOST"] = "10.96.0.1";
        environment["KUBERNETES_SERVICE_PORT"] = "443";
        return GatewayConfiguration.Read(CommandLineSettings.None, new(environment, "host", AppContext.BaseDirectory, AppContext.BaseDirectory));
    }
}
