using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Serving;

/// <summary>The kernel's module ip_vs is taken away from under the gateway, with all that is in it.</summary>
[Collection(nameof(ModuleTests))]
public sealed class ModuleTests
{
    [KernelFact]
    public async Task After_the_module_was_removed_and_loaded_again_everything_is_served_again()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GATEWAY_KERNEL_LAB") == "machine", "a kernel that others use keeps its modules");
        using var scene = new Scene();
        var service = scene.NewService();
        scene.Start([service]);
        await scene.ReadyAsync();
        await scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
        using var client = scene.Topology.Gateway.Inside(IpvsClient.Open);

        await Eventually.IsTrue(() => TryRemoveModule(scene), () => File.ReadAllText("/proc/modules"));
        Command.Run("modprobe", "ip_vs");

        Assert.Equal(NetlinkReason.ConnectionLost, Assert.Throws<NetlinkException>(() => client.GetInfo()).Reason);
        Assert.Equal(NetlinkReason.ConnectionLost, Assert.Throws<NetlinkException>(() => client.Execute([new IpvsCommand.Flush()])).Reason);
        await scene.HasSavedAsync(service.Address!, Scene.LinesOf(service));
        await scene.AskAsync(service);
        Assert.Single(scene.Gateway.Log.Split('\n'), line => line.Contains("The connection to the kernel's IPVS was lost", StringComparison.Ordinal));

        var other = scene.NewService();
        await scene.ServeAsync(other);
        await scene.AskAsync(other);
    }

    /// <summary>It goes when nothing is in it, in no namespace, and none of the schedulers needs it.</summary>
    private static bool TryRemoveModule(Scene scene)
    {
        scene.Ipvsadm.Clear();
        var schedulers = File.ReadLines("/proc/modules").Select(line => line.Split(' ')[0]).Where(name => name.StartsWith("ip_vs_", StringComparison.Ordinal));
        return Command.Try("rmmod", [.. schedulers, "ip_vs"], null).ExitCode == 0;
    }
}

/// <summary>Not beside others, whose virtual services would hold the module, and who would miss it.</summary>
[CollectionDefinition(nameof(ModuleTests), DisableParallelization = true)]
public sealed class AloneWithTheModule;
