namespace Gateway.KernelLab.Kernel;

/// <summary>What every other test builds on.</summary>
public sealed class KernelTests : IDisposable
{
    private readonly NetworkNamespace _place = NetworkNamespace.Create("kernel");

    public void Dispose() => _place.Dispose();

    [KernelFact]
    public void It_has_IPVS()
    {
        Assert.StartsWith("IP Virtual Server version 1.", _place.Inside(() => File.ReadAllText("/proc/thread-self/net/ip_vs")), StringComparison.Ordinal);
        Assert.Empty(new Ipvsadm(_place).Saved());
    }

    [KernelFact]
    public void Namespaces_have_virtual_services_of_their_own()
    {
        using var other = NetworkNamespace.Create("other");
        new Ipvsadm(_place).Run("-A -t 192.0.2.1:80 -s rr");

        Assert.Equal(["-A -t 192.0.2.1:80 -s rr"], new Ipvsadm(_place).Saved());
        Assert.Empty(new Ipvsadm(other).Saved());
    }

    [KernelFact]
    public void It_loads_each_scheduler_that_is_asked_for()
    {
        string[] schedulers = ["dh", "fo", "lblc", "lblcr", "lc", "mh", "nq", "ovf", "rr", "sed", "sh", "wlc", "wrr"];
        var ipvsadm = new Ipvsadm(_place);

        foreach (var (index, scheduler) in schedulers.Index())
            ipvsadm.Run($"-A -t 192.0.2.1:{index + 1} -s {scheduler}");

        Assert.Equal(schedulers.Select((scheduler, index) => $"TCP 192.0.2.1:{index + 1} {scheduler}"), ipvsadm.Listed());
    }

    [KernelTheory]
    [InlineData("ip", "ipv4_addr", "10.96.0.1")]
    [InlineData("ip6", "ipv6_addr", "fd00:96::1")]
    public void It_takes_a_table_named_gateway_with_a_set(string family, string type, string address)
    {
        var nft = new Nft(_place);

        nft.Apply($$"""
            table {{family}} gateway {
              set virtual-addresses {
                type {{type}} . inet_proto . inet_service
                elements = { {{address}} . tcp . 80 }
              }
            }
            """);

        var set = Assert.Single(nft.ListJson($"table {family} gateway"), entry => entry!["set"] is not null)!["set"]!;
        Assert.Equal("virtual-addresses", set["name"]!.GetValue<string>());
        Assert.Equal($$"""[{"concat":["{{address}}",6,80]}]""", set["elem"]!.ToJsonString());
        Assert.Contains($"{address} . 6 . 80", nft.List($"table {family} gateway"), StringComparison.Ordinal);
    }

    [KernelFact]
    public void A_script_for_nftables_is_carried_out_whole_or_not_at_all()
    {
        var nft = new Nft(_place);

        var refused = Assert.Throws<InvalidOperationException>(() => nft.Apply("add table ip gateway\nadd chain ip nowhere forward"));

        Assert.Contains("No such file or directory", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway", nft.List("tables"), StringComparison.Ordinal);
    }
}
