using System.Net;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Demo;

/// <summary>Says which endpoints the gateway is asked to answer on by itself.</summary>
internal static class EchoPlan
{
    /// <summary>
    /// The endpoints of every Service that carries <see cref="Annotations.DemoEcho"/>, with the name each answers by: its pod's, or its address.
    /// Only addresses of this machine's loopback: a demonstration opens no port to the network.
    /// </summary>
    public static IReadOnlyDictionary<IPEndPoint, string> Build(ResourceSnapshot snapshot, DesiredState desired)
    {
        var plan = new Dictionary<IPEndPoint, string>();
        // Asked before each change is applied, and of the thousands there may be, few are for a demonstration.
        var demo = desired.Http.Clusters.Values.Where(cluster => IsDemo(snapshot.Services.Find(cluster.Name.Service)));
        foreach (var cluster in demo.OrderBy(cluster => cluster.Name))
        {
            foreach (var backend in cluster.Backends)
                if (IPAddress.TryParse(backend.Address, out var address) && IPAddress.IsLoopback(address))
                    plan.TryAdd(new(address, backend.Port), backend.Pod?.Name ?? backend.Authority);
        }
        return plan;
    }

    private static bool IsDemo(Service? service) => service?.Annotation(Annotations.DemoEcho) == "true";
}
