using Gateway.Ipvs;
using Gateway.Netlink.Ipvs;
using Gateway.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Ipvs;

public sealed class IpvsRoomTests
{
    private static readonly IpvsServiceKey Web = Services.Key("10.96.0.1", 80);

    [Fact]
    public async Task The_target_has_a_loop_and_is_kept_up()
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new ManualTime()).AddSingleton<TargetConditions>().AddIpvs(new()).BuildServiceProvider();

        Assert.Equal("ipvs", Assert.Single(services.GetServices<TargetLoop>()).Name);
        Assert.Single(services.GetServices<IHostedService>().OfType<IpvsUpkeep>());
    }

    [Fact]
    public async Task Upkeep_puts_right_what_was_changed_without_any_change_of_what_is_desired()
    {
        using var scene = new KernelScene();
        await scene.ApplyAsync(Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:80")));
        scene.Ipvs.Edit(new IpvsCommand.DeleteService(Web));
        using var upkeep = new IpvsUpkeep(scene.Target, new(), scene.Options, scene.Time, new RecordedLog<IpvsUpkeep>());
        await upkeep.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.IsTrue(() =>
        {
            if (scene.Time.Waiting > 0)
                scene.Time.Advance(TimeSpan.FromSeconds(5));
            return scene.Ipvs.Done.Count > 2;
        });
        await upkeep.StopAsync(TestContext.Current.CancellationToken);

        Assert.Contains(Web, scene.Ipvs.Keys);
    }

    [Fact]
    public async Task What_fails_in_upkeep_is_told_once_and_tried_again()
    {
        using var scene = new KernelScene();
        await scene.ApplyAsync(Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:80")));
        scene.Ipvs.FaultRate = 1;
        var (log, asked) = (new RecordedLog<IpvsUpkeep>(), scene.Ipvs.Requests);
        using var upkeep = new IpvsUpkeep(scene.Target, new(), scene.Options, scene.Time, log);
        await upkeep.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.IsTrue(() =>
        {
            if (scene.Time.Waiting > 0)
                scene.Time.Advance(TimeSpan.FromSeconds(30));
            return scene.Ipvs.Requests > asked + 2;
        });
        await upkeep.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(LogLevel.Warning, Assert.Single(log.Lines).Level);
    }

    [Fact]
    public void The_addresses_of_this_machine_are_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        using var network = IpvsRoom.OpenNetwork(new());

        Assert.Contains(network.ReadAddresses(), address => address.Link == "lo");
    }
}
