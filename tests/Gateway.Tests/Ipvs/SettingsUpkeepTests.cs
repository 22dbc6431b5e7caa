using Gateway.Ipvs.Network;
using Gateway.Model;
using Gateway.Model.Translation;

namespace Gateway.Tests.Ipvs;

/// <summary>What becomes of the settings of the kernel while the gateway runs.</summary>
public sealed class SettingsUpkeepTests : IDisposable
{
    private static readonly SettingChange Tracked = new(KernelSettings.Tracking, "0", "1", "of masquerading", null);
    private static readonly SettingChange Untracked = Tracked with { Problem = "Read-only file system" };
    private static readonly TimeSpan Resync = TimeSpan.FromSeconds(30);

    private readonly KernelScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task They_are_made_at_the_start_and_again_when_something_resets_them()
    {
        _scene.Network.Settings.Add(Tracked);
        await _scene.ApplyAsync(Balanced());
        Assert.Single(Told());
        _scene.Network.Settings.Clear();
        await _scene.UpkeepAfter(Resync);

        _scene.Network.Settings.Add(Tracked);
        await _scene.UpkeepAfter(Resync);

        Assert.Equal(2, Told().Length);
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task One_that_somebody_resets_again_and_again_is_told_once()
    {
        _scene.Network.Settings.Add(Tracked);
        await _scene.ApplyAsync(Balanced());
        for (var times = 0; times < 3; times++)
            await _scene.UpkeepAfter(Resync);

        Assert.Equal(4, _scene.Network.Preparations);
        Assert.Single(Told());
    }

    [Fact]
    public async Task Without_tracking_those_that_are_masqueraded_are_told_and_the_others_are_not()
    {
        _scene.Network.Settings.Add(Untracked);
        var kept = Services.Tcp("kept", Services.At("10.96.0.2", 80, "10.244.0.1:80"));
        await _scene.ApplyAsync(Balanced(), kept);
        await _scene.UpkeepAfter(Resync);

        Assert.Single(Told());
        var condition = Assert.Single(ConditionsOf("web"));
        Assert.Equal("KernelSettingMissing", condition.Reason);
        Assert.Contains("net.ipv4.vs.conntrack is 0 and has to be 1", condition.Message, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", condition.Message, StringComparison.Ordinal);
        Assert.Empty(ConditionsOf("kept"));

        _scene.Network.Settings.Clear();
        await _scene.UpkeepAfter(Resync);
        Assert.Empty(_scene.Target.Conditions);
    }

    [Fact]
    public async Task Without_forwarding_all_that_are_served_are_told()
    {
        _scene.Network.Settings.Add(Untracked with { Name = KernelSettings.Forwarding });
        var refused = Services.Tcp("refused", Services.At("10.96.0.2", 80) with { Verdict = TrafficVerdict.Reject });
        await _scene.ApplyAsync(Balanced(), refused);

        Assert.Single(ConditionsOf("web"));
        Assert.Empty(ConditionsOf("refused"));
    }

    [Fact]
    public async Task Without_one_that_merely_makes_things_better_nobody_is_told()
    {
        _scene.Network.Settings.Add(Untracked with { Name = "net.ipv4.vs.expire_nodest_conn" });
        await _scene.ApplyAsync(Balanced());

        Assert.Single(Told());
        Assert.Empty(_scene.Target.Conditions);
    }

    private static Layer4Service Balanced() =>
        Services.Tcp("web", Services.LoadBalancer("198.51.100.1", 80, "10.244.0.1:80") with { Masquerade = Masquerade.Always });

    private string[] Told() => [.. _scene.Log.Lines.Select(line => line.Text).Where(text => text.StartsWith("net.ipv4.", StringComparison.Ordinal))];

    private IEnumerable<Condition> ConditionsOf(string name) => _scene.Target.Conditions.Find(new("Service", new("default", name)))?.Items ?? default;
}
