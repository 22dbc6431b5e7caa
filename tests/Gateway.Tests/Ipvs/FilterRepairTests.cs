using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>Somebody else edits the gateway's nftables tables.</summary>
public sealed class FilterRepairTests : IDisposable
{
    private readonly KernelScene _scene = new(options: new() { PodNetworks = [IPNetwork.Parse("10.244.0.0/16")] });

    /// <summary>With the options, which it did not have yet when it was made.</summary>
    public FilterRepairTests() => _scene.Restart();

    private FakeNft Nft => _scene.Network.Nft;

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("delete element ip gateway services { 10.96.0.1 . tcp . 80 }", 1)]
    [InlineData("add element ip gateway services { 10.96.0.2 . tcp . 80, 10.96.0.3 . 99 . 80 }", 2)]
    [InlineData("delete element ip gateway owned { 192.0.2.7 . tcp . 30001 }", 1)]
    [InlineData("add element ip gateway owned { 192.0.2.7 . tcp . 22 }", 1)]
    [InlineData("delete element ip gateway verdicts { 10.96.0.9 . tcp . 80 : drop }\nadd element ip gateway verdicts { 10.96.0.9 . tcp . 80 : accept }", 2)]
    [InlineData("delete element ip gateway source_ranges { 10.96.0.5 . tcp . 80 . 10.0.0.0/8 }\nadd element ip gateway source_ranges { 10.96.0.5 . tcp . 80 . 10.0.0.0/9 }", 2)]
    [InlineData("add element ip gateway source_ranges { 10.96.0.5-10.96.0.6 . 6-17 . 1-99 . 172.16.0.0-172.16.0.9 }", 1)]
    [InlineData("add element ip gateway pod_networks { 172.16.0.0/12 }", 1)]
    [InlineData("flush set ip gateway pod_networks\nadd element ip gateway pod_networks { 10.244.0.0/17 }", 2)]
    [InlineData("add element ip6 gateway addresses { fd00::1 }", 1)]
    [InlineData("flush set ip gateway hairpin", 2)]
    public async Task Elements_of_our_sets_are_put_right_and_counted(string edit, int repairs)
    {
        await _scene.ApplyAsync(Everything());
        var before = Contents();
        Nft.Run(edit);
        Assert.NotEqual(before, Contents());
        var transactions = _scene.Network.Transactions;

        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal(before, Contents());
        Assert.Equal(transactions + 1, _scene.Network.Transactions);
        Assert.Contains($"sets; {repairs} elements are put right", Assert.Single(_scene.Log.Lines, IsRepair).Text, StringComparison.Ordinal);
        // Whether it worked is looked at once.
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));
        Assert.Equal(transactions + 1, _scene.Network.Transactions);
        await AssertNothingIsLookedForAsync();
    }

    [Fact]
    public async Task While_nobody_changes_anything_a_comparison_is_one_question()
    {
        await _scene.ApplyAsync(Everything());
        await AssertNothingIsLookedForAsync();
    }

    [Fact]
    public async Task Our_own_changes_are_no_reason_to_compare()
    {
        await _scene.ApplyAsync(Everything());
        await _scene.ApplyAsync(Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.7:80")));
        await _scene.ApplyAsync(Everything());

        await AssertNothingIsLookedForAsync();
    }

    [Fact]
    public async Task Another_program_that_changes_tables_of_its_own_makes_us_compare_once_and_write_nothing()
    {
        await _scene.ApplyAsync(Everything());
        var transactions = _scene.Network.Transactions;
        Nft.Commit();
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal(2 * Enum.GetValues<NftSet>().Length, _scene.Network.SetsRead);
        Assert.Equal(transactions, _scene.Network.Transactions);
        Assert.DoesNotContain(_scene.Log.Lines, IsRepair);
        await AssertNothingIsLookedForAsync();
    }

    [Fact]
    public async Task What_somebody_changes_at_the_moment_when_we_write_is_found()
    {
        await _scene.ApplyAsync(Everything());
        _scene.Network.Meanwhile = () => Nft.Run("delete element ip gateway services { 10.96.0.9 . tcp . 80 }");
        await _scene.ApplyAsync(Everything().Append(Services.Tcp("new", Services.At("10.96.0.20", 80, "10.244.0.7:80"))));
        _scene.Network.Meanwhile = null;
        Assert.DoesNotContain("10.96.0.9 . tcp . 80", Nft.Elements("services"));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Contains("10.96.0.9 . tcp . 80", Nft.Elements("services"));
    }

    [Fact]
    public async Task What_somebody_changed_before_we_wrote_is_found_though_we_wrote_since()
    {
        await _scene.ApplyAsync(Everything());
        Nft.Run("delete element ip gateway services { 10.96.0.9 . tcp . 80 }");
        await _scene.ApplyAsync(Everything().Append(Services.Tcp("new", Services.At("10.96.0.20", 80, "10.244.0.7:80"))));
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Contains("10.96.0.9 . tcp . 80", Nft.Elements("services"));
    }

    [Fact]
    public async Task A_service_whose_record_somebody_struck_off_stays_ours()
    {
        await _scene.ApplyAsync(Everything());
        Nft.Run("delete element ip gateway owned { 192.0.2.7 . tcp . 30001 }");
        var done = _scene.Ipvs.Done.Count;
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal(done, _scene.Ipvs.Done.Count);
        Assert.Empty(_scene.Target.Conditions);
        Assert.Contains("192.0.2.7 . tcp . 30001", Nft.Elements("owned"));
    }

    [Fact]
    public async Task What_somebody_else_records_is_not_ours_for_that()
    {
        var key = Services.Key("192.0.2.7", 22);
        await _scene.ApplyAsync(Everything());
        _scene.Ipvs.Edit(new IpvsCommand.AddService(new(key)));
        Nft.Run("add element ip gateway owned { 192.0.2.7 . tcp . 22 }");
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Contains(key, _scene.Ipvs.Keys);
        Assert.DoesNotContain("192.0.2.7 . tcp . 22", Nft.Elements("owned"));
    }

    [Fact]
    public async Task A_repair_that_fails_makes_the_tables_anew()
    {
        await _scene.ApplyAsync(Everything());
        var before = Contents();
        Nft.Run("flush set ip gateway services");
        _scene.Network.FailingOnce.Add("nft");
        Assert.False(await KernelScene.TryAsync(() => _scene.UpkeepAfter(TimeSpan.FromSeconds(30))));

        await _scene.ApplyAsync(Everything());

        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task An_element_that_only_seemed_to_be_missing_is_no_difference()
    {
        await _scene.ApplyAsync(Everything());
        Nft.Commit();
        Nft.LeavingOutOnce = "10.96.0.1 . tcp . 80";
        var transactions = _scene.Network.Transactions;
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Null(Nft.LeavingOutOnce);
        Assert.Equal(transactions, _scene.Network.Transactions);
        Assert.DoesNotContain(_scene.Log.Lines, IsRepair);
    }

    private static bool IsRepair((Microsoft.Extensions.Logging.LogLevel Level, string Text) line) => line.Text.Contains("nftables", StringComparison.Ordinal);

    private static IEnumerable<Layer4Service> Everything() =>
    [
        Services.Tcp("web", Services.At("10.96.0.1", 80, "10.244.0.1:80", "10.244.0.2:80") with { Masquerade = Masquerade.OffCluster }),
        Services.Tcp("closed", Services.At("10.96.0.9", 80) with { Verdict = TrafficVerdict.Drop }),
        Services.Tcp("limited", Services.LoadBalancer("10.96.0.5", 80, "10.244.0.1:80") with { SourceRanges = ["10.0.0.0/8", "192.0.2.0/28"] }),
        Services.Tcp("node", Services.NodePort(30001, "10.244.0.1:80") with { Masquerade = Masquerade.Always }),
    ];

    private string Contents() => string.Join('\n', NftablesText.Families.ToArray().SelectMany(family => Enum.GetValues<NftSet>().Select(set =>
        $"{family} {set}: {string.Join(", ", Nft.Elements(NftablesText.Name(family), NftablesText.Name(set)).Order())}")));

    private async Task AssertNothingIsLookedForAsync()
    {
        var (questions, sets, transactions) = (_scene.Network.GenerationsRead, _scene.Network.SetsRead, _scene.Network.Transactions);
        await _scene.UpkeepAfter(TimeSpan.FromSeconds(30));

        Assert.Equal((questions + 1, sets, transactions), (_scene.Network.GenerationsRead, _scene.Network.SetsRead, _scene.Network.Transactions));
    }
}
