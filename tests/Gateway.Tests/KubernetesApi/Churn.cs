using Gateway.ApiServer;
using Gateway.ApiServer.Failures;
using static Gateway.Tests.KubernetesApi.ClusterObjects;

namespace Gateway.Tests.KubernetesApi;

/// <summary>What happens to a cluster, and to the way there.</summary>
internal static class Churn
{
    public static void Change(ApiServerDouble server, Random random)
    {
        var name = $"s{random.Next(12)}";
        switch (random.Next(6))
        {
            case 0:
                server.Apply(Service(name, random.Next(1, 60_000)));
                break;
            case 1 or 2:
                server.Apply(Slice(name, [.. Enumerable.Range(0, random.Next(4)).Select(_ => $"10.244.{random.Next(256)}.{random.Next(1, 255)}")]));
                break;
            case 3:
                server.Apply(Ingress(name, name, $"{name}.test", random.Next(2) == 0 ? "tls" : null));
                break;
            case 4:
                server.Apply(Secret(name));
                break;
            default:
                var kind = random.GetItems<string>(["Service", "EndpointSlice", "Ingress", "Secret"], 1)[0];
                server.Delete(kind, "shop", kind == "EndpointSlice" ? $"{name}-1" : name);
                break;
        }
    }

    public static async Task BreakAsync(ApiServerDouble server, Random random)
    {
        switch (random.Next(9))
        {
            case 0:
                server.Faults.CutWatches((Cut)random.Next(3));
                break;
            case 1:
                server.Faults.CutWatchesInNextEvent((Cut)random.Next(3));
                break;
            case 2:
                server.Faults.SendToWatches("no event");
                break;
            case 3:
                server.Faults.ResetConnections();
                break;
            case 4:
                server.LoseHistory();
                server.Faults.CutWatches();
                break;
            case 5:
                server.Faults.AnswerNext(random.Next(1, 5), Reply.Unavailable());
                server.Faults.CutWatches();
                break;
            case 6:
                server.Faults.AnswerNext(random.Next(1, 3), Reply.Garbage());
                server.Faults.CutWatches();
                break;
            case 7:
                await server.GoAwayAsync();
                break;
            default:
                await server.ComeBackAsync();
                break;
        }
    }
}
