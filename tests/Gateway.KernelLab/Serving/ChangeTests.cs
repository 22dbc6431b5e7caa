using System.Net;
using System.Net.Sockets;

namespace Gateway.KernelLab.Serving;

/// <summary>What connections notice of changes: of endpoints, and of the gateway itself.</summary>
public sealed class ChangeTests
{
    private const string Address = "10.96.1.1:80";

    private static readonly ServiceText Web = new("web") { Endpoints = [Scene.Pod(0), Scene.Pod(1)] };

    [KernelFact]
    public async Task Rolling_all_endpoints_under_load_loses_no_connection()
    {
        using var scene = Scene.Serving(Web with { Endpoints = [Scene.Pod(0)] });
        await scene.HasSavedAsync([.. Lines(1, null)]);
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LoadAsync(scene, stop.Token)));

        for (var round = 0; round < 3; round++)
        {
            scene.Write(Web);
            await Eventually.IsTrue(() => Weights(scene) is { } weights && weights[0] == 1 && weights[1] == 1, () => Shown(scene));
            scene.Write(Web with { Endpoints = [Scene.Pod(1)] });
            await Eventually.IsTrue(() => Weights(scene)[0] is 0 or null, () => Shown(scene));
            scene.Write(Web);
            await Eventually.IsTrue(() => Weights(scene) is { } weights && weights[0] == 1 && weights[1] == 1, () => Shown(scene));
            scene.Write(Web with { Endpoints = [Scene.Pod(0)] });
            await Eventually.IsTrue(() => Weights(scene)[1] is 0 or null, () => Shown(scene));
        }

        await stop.CancelAsync();
        var asked = await load;
        Assert.All(asked, count => Assert.True(count > 10, $"{count} connections"));
    }

    /// <summary>It has weight 0 meanwhile; kubernetes/kubernetes#92019 is that it kept it.</summary>
    [KernelFact]
    public async Task A_connection_stays_on_an_endpoint_that_left_and_the_endpoint_comes_back_with_its_weight()
    {
        using var scene = Scene.Serving(Web with { Endpoints = [Scene.Pod(0)] });
        await scene.HasSavedAsync([.. Lines(1, null)]);
        using var connection = await EchoClient.ConnectAsync(scene.Topology.Client, IPEndPoint.Parse(Address));
        await connection.AskAsync();

        scene.Write(Web with { Endpoints = [Scene.Pod(1)] });
        await scene.HasSavedAsync([.. Lines(0, 1)]);

        Assert.Equal(Topology.BackendAddress(0, ipv6: false), (await connection.AskAsync()).Server.Address);
        Assert.Equal(Topology.BackendAddress(1, ipv6: false), (await scene.AskAsync(Scene.FirstIPv4)).Server.Address);

        // Killed while it drains, it finds the drain again, and its end.
        scene.Gateway.Kill();
        scene.Write(Web);
        scene.Start([]);
        await scene.HasSavedAsync([.. Lines(1, 1)]);

        Assert.Equal(Topology.BackendAddress(0, ipv6: false), (await connection.AskAsync()).Server.Address);
    }

    [KernelFact]
    public async Task Killed_it_leaves_everything_and_started_again_it_takes_it_over_without_a_change()
    {
        using var scene = Scene.Serving(Web);
        await scene.HasSavedAsync([.. Lines(1, 1)]);
        using var connection = await EchoClient.ConnectAsync(scene.Topology.Client, IPEndPoint.Parse(Address));
        await connection.AskAsync();
        await scene.AskAsync(Scene.FirstIPv4);
        var rules = Rules(scene);

        scene.Gateway.Kill();

        await connection.AskAsync();
        await scene.AskAsync(Scene.FirstIPv4);
        var (saved, before) = (scene.Ipvsadm.Saved(), Connections(scene));
        Assert.Equal(3, before);

        scene.Start([]);
        await Eventually.IsTrue(() => scene.Gateway.Log.Contains("ready", StringComparison.OrdinalIgnoreCase), () => scene.Gateway.Log);

        Assert.Equal(saved, scene.Ipvsadm.Saved());
        Assert.Equal(rules, Rules(scene));
        await connection.AskAsync();
        await scene.AskAsync(Scene.FirstIPv4);
        // An entry that was made anew would count from nothing.
        Assert.Equal(before + 1, Connections(scene));
    }

    /// <summary>kubernetes/kubernetes#71514, #76664.</summary>
    [KernelFact]
    public async Task A_UDP_client_that_goes_on_from_its_port_is_answered_by_the_new_endpoint()
    {
        using var scene = Scene.Serving(Web with { Protocol = "UDP", Endpoints = [Scene.Pod(0)] });
        await Eventually.IsTrue(() => scene.Ipvsadm.Saved().Count == 2, () => Shown(scene));
        using var client = await EchoClient.ConnectAsync(scene.Topology.Client, IPEndPoint.Parse(Address), SocketType.Dgram);
        Assert.Equal(Topology.BackendAddress(0, ipv6: false), (await client.AskAsync()).Server.Address);

        scene.Write(Web with { Protocol = "UDP", Endpoints = [Scene.Pod(1)] });
        await Eventually.IsTrue(() => Shown(scene).Contains(Scene.Destination(1), StringComparison.Ordinal) && scene.Ipvsadm.Saved().Count == 2, () => Shown(scene));

        Assert.Equal(Topology.BackendAddress(1, ipv6: false), (await client.AskAsync()).Server.Address);
    }

    /// <summary>kubernetes/kubernetes#71809.</summary>
    [KernelFact]
    public async Task A_client_stays_on_its_endpoint_until_that_leaves_and_then_goes_to_another_at_once()
    {
        var sticky = Web with { MoreSpec = ["sessionAffinity: ClientIP"] };
        using var scene = Scene.Serving(sticky);
        await Eventually.IsTrue(() => scene.Ipvsadm.Saved().Count == 3, () => Shown(scene));

        var first = await scene.AskAsync(Scene.FirstIPv4);
        for (var time = 0; time < 4; time++)
            Assert.Equal(first.Server.Address, (await scene.AskAsync(Scene.FirstIPv4)).Server.Address);

        var other = first.Server.Address.Equals(Topology.BackendAddress(0, ipv6: false)) ? 1 : 0;
        scene.Write(sticky with { Endpoints = [Scene.Pod(other)] });
        await Eventually.IsTrue(() => Weights(scene)[1 - other] is 0 or null, () => Shown(scene));

        Assert.Equal(Topology.BackendAddress(other, ipv6: false), (await scene.AskAsync(Scene.FirstIPv4)).Server.Address);
    }

    /// <summary>kubernetes/kubernetes#81775 and #70747: a dead endpoint, or a second lost.</summary>
    [KernelFact]
    public async Task A_client_that_uses_its_port_again_at_once_gets_an_endpoint_that_is_there()
    {
        using var scene = Scene.Serving(Web with { Endpoints = [Scene.Pod(0)] });
        await scene.HasSavedAsync([.. Lines(1, null)]);
        await AskFromAsync(scene, 40_000);

        scene.Write(Web with { Endpoints = [Scene.Pod(1)] });
        await Eventually.IsTrue(() => Weights(scene) is { } weights && weights[0] is 0 or null && weights[1] == 1, () => Shown(scene));

        Assert.Equal(Topology.BackendAddress(1, ipv6: false), (await AskFromAsync(scene, 40_000)).Server.Address);
    }

    private static async Task<EchoAnswer> AskFromAsync(Scene scene, int port)
    {
        using var client = await EchoClient.ConnectAsync(scene.Topology.Client, IPEndPoint.Parse(Address), localPort: port);
        var answer = await client.AskAsync();
        client.CloseNow();
        return answer;
    }

    private static async Task<int> LoadAsync(Scene scene, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
            await scene.AskAsync(Scene.FirstIPv4);
        return count;
    }

    private static string Shown(Scene scene) => string.Join('\n', [.. scene.Ipvsadm.Saved(), scene.Gateway.Log]);

    private static string Rules(Scene scene) => scene.Topology.Gateway.Run("nft", "--stateless", "list", "ruleset");

    /// <summary>The weights of the two pods; null for one that is not there.</summary>
    private static int?[] Weights(Scene scene)
    {
        var lines = scene.Ipvsadm.Saved();
        return [.. Enumerable.Range(0, 2).Select(pod => lines.FirstOrDefault(line => line.Contains($"-r {Scene.Destination(pod)} ", StringComparison.Ordinal)))
            .Select(line => line is null ? (int?)null : int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>How many connections the Service has had.</summary>
    private static int Connections(Scene scene) => int.Parse(
        scene.Ipvsadm.Listed("--stats").First(line => line.StartsWith("TCP", StringComparison.Ordinal)).Split(' ')[2],
        System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(int? first, int? second)
    {
        yield return $"-A -t {Address} -s rr";
        if (first is not null)
            yield return $"-a -t {Address} -r {Scene.Destination(0)} -m -w {first}";
        if (second is not null)
            yield return $"-a -t {Address} -r {Scene.Destination(1)} -m -w {second}";
    }
}
