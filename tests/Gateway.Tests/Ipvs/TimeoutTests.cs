using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>kubernetes/kubernetes#120076: a timeout that is configured has an effect.</summary>
public sealed class TimeoutTests : IDisposable
{
    private static readonly TimeSpan Resync = TimeSpan.FromSeconds(30);

    private readonly KernelScene _scene = new();
    private readonly KernelScene _configured = new(options: new() { Timeouts = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(60)) });

    public void Dispose()
    {
        _scene.Dispose();
        _configured.Dispose();
    }

    [Fact]
    public async Task What_is_not_configured_is_left_alone()
    {
        _scene.Ipvs.Timeouts = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        await _scene.ApplyAsync();
        Assert.Equal(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), _scene.Ipvs.Timeouts);

        await _configured.ApplyAsync();
        Assert.Equal(new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(60)), _configured.Ipvs.Timeouts);
    }

    [Fact]
    public async Task What_somebody_else_sets_is_put_right_and_told_once()
    {
        await _configured.ApplyAsync();
        for (var times = 0; times < 3; times++)
        {
            _configured.Ipvs.SetTimeouts(new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(300)));
            await _configured.UpkeepAfter(Resync);
            Assert.Equal(TimeSpan.FromSeconds(60), _configured.Ipvs.Timeouts.Udp);
        }

        Assert.Single(_configured.Log.Lines, line => line.Text == "Layer4:Timeouts:Udp is 60 s now and was 300 s, because it is configured so");
    }

    [Fact]
    public async Task What_the_kernel_refuses_stops_nothing_else()
    {
        _configured.Ipvs.FailingOnce.Add("set timeouts");
        await KernelScene.TryAsync(() => _configured.ApplyAsync(Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:80"))).AsTask());

        Assert.Equal([Services.Key("10.96.0.1", 80)], _configured.Ipvs.Keys);
    }
}
