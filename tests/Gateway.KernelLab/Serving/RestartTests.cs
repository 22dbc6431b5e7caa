using System.Globalization;
using System.Net;

namespace Gateway.KernelLab.Serving;

/// <summary>What is left of the gateway while it is away, and what it does with that when it is back.</summary>
public sealed class RestartTests
{
    [KernelFact]
    public async Task Killed_it_leaves_everything_and_started_again_it_takes_it_over_without_a_change()
    {
        using var scene = new Scene();
        var (service, draining) = (scene.NewService(), scene.NewService());
        scene.Start([service, draining]);
        await scene.ReadyAsync();
        await scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
        await scene.HasSavedAsync(draining.Address!, Scene.LinesOf(draining));
        using var connection = await EchoClient.ConnectAsync(scene.Topology.Client, new(IPAddress.Parse(service.Address!), 80));
        await connection.AskAsync();
        using var first = await EchoClient.ConnectAsync(scene.Topology.Client, new(IPAddress.Parse(draining.Address!), 80));
        using var second = await EchoClient.ConnectAsync(scene.Topology.Client, new(IPAddress.Parse(draining.Address!), 80));
        scene.Write(draining with { Endpoints = [Scene.Pod(1)] });
        await Eventually.IsTrue(() => HasDrain(scene, draining), () => scene.Gateway.Log);
        var rules = Rules(scene);

        scene.Gateway.Kill();

        await connection.AskAsync();
        await scene.AskAsync(service);
        var saved = scene.Ipvsadm.Saved();
        await HasHadConnectionsAsync(scene, service, 2);

        scene.Start([]);
        await scene.ReadyAsync();

        Assert.Equal(saved, scene.Ipvsadm.Saved());
        Assert.Equal(rules, Rules(scene));
        await connection.AskAsync();
        await scene.AskAsync(service);
        // An entry that was made anew would count from nothing.
        await HasHadConnectionsAsync(scene, service, 3);

        // kubernetes/kubernetes#92019: it stayed at weight 0.
        scene.Write(draining);
        await scene.HasSavedAsync(draining.Address!, Scene.LinesOf(draining));
        await first.AskAsync();
        await second.AskAsync();
    }

    [KernelFact]
    public async Task What_others_have_there_is_not_touched_not_even_by_cleaning_up()
    {
        using var scene = new Scene();
        string[] foreign = ["-A -t 192.0.2.1:80 -s sh", "-a -t 192.0.2.1:80 -r 192.0.2.9:80 -m -w 3"];
        foreach (var line in foreign)
            scene.Ipvsadm.Run(line);
        var service = scene.NewService();
        scene.Start([service]);
        await scene.ReadyAsync();
        await scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
        Assert.Equal(foreign, scene.SavedOf("192.0.2.1"));

        scene.Gateway.Stop();

        Assert.Equal(5, scene.Ipvsadm.Saved().Count);

        var cleaned = scene.Topology.Gateway.Try("dotnet", [GatewayProcess.Program, "ipvs", "cleanup"]);

        Assert.True(cleaned.ExitCode == 0, cleaned.Error + cleaned.Output);
        Assert.Equal(foreign, scene.Ipvsadm.Saved());
        Assert.DoesNotContain("gateway0", scene.Topology.Gateway.Run("ip", "link", "show"), StringComparison.Ordinal);
        Assert.DoesNotContain("gateway", scene.Topology.Gateway.Run("nft", "list", "tables"), StringComparison.Ordinal);
    }

    private static bool HasDrain(Scene scene, ServiceText service) =>
        scene.SavedOf(service.Address!).Any(line => line.EndsWith($"-r {Scene.Destination(0)} -m -w 0", StringComparison.Ordinal));

    private static string Rules(Scene scene) => scene.Topology.Gateway.Run("nft", "--stateless", "list", "ruleset");

    /// <summary>The kernel adds its counters up every two seconds.</summary>
    private static async Task HasHadConnectionsAsync(Scene scene, ServiceText service, int count) =>
        Assert.Equal(count, await Eventually.ReadAsync(() => Connections(scene, service), found => found >= count));

    private static int Connections(Scene scene, ServiceText service) => int.Parse(
        scene.Ipvsadm.Listed("--stats").First(line => line.StartsWith($"TCP {service.Address}:80 ", StringComparison.Ordinal)).Split(' ')[2],
        CultureInfo.InvariantCulture);
}
