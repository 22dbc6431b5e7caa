using Gateway.Ipvs.Network;

namespace Gateway.Tests.Ipvs;

public sealed class KernelSettingsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gateway-sysctl-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>kubernetes/kubernetes#93297: from 5.9 on the kernel does it right by itself.</summary>
    [Theory]
    [InlineData("4.0", false)]
    [InlineData("4.1", true)]
    [InlineData("5.8", true)]
    [InlineData("5.9", false)]
    [InlineData("6.12", false)]
    public void Reuse_of_ports_is_set_on_the_kernels_that_need_it_alone(string kernel, bool isSet) =>
        Assert.Equal(isSet, KernelSettings.For(Version.Parse(kernel)).Any(setting => setting.Name == "net.ipv4.vs.conn_reuse_mode"));

    [Fact]
    public void What_is_other_is_set_and_what_it_was_is_told()
    {
        Write("kernel/osrelease", "6.1.0-13-cloud-amd64\n");
        foreach (var setting in KernelSettings.For(new(6, 1)))
            Write(setting.Name.Replace('.', '/'), setting.Name == "net.ipv4.ip_forward" ? "0\n" : "1\n");

        var change = Assert.Single(new KernelSettings(_root).Apply());

        Assert.Equal(("net.ipv4.ip_forward", "0", "1", null), (change.Name, change.Before, change.After, change.Problem));
        Assert.Equal("1", File.ReadAllText(Path.Combine(_root, "net/ipv4/ip_forward")));
        Assert.Empty(new KernelSettings(_root).Apply());
    }

    [Fact]
    public void What_cannot_be_set_is_told_and_the_rest_is_set()
    {
        Write("kernel/osrelease", "6.1.0\n");
        Write("net/ipv4/ip_forward", "0\n");

        var changes = new KernelSettings(_root).Apply();

        Assert.Null(changes.Single(change => change.Name == "net.ipv4.ip_forward").Problem);
        Assert.NotNull(changes.Single(change => change.Name == "net.ipv4.vs.conntrack").Problem);
    }

    [Theory]
    [InlineData(false, null, null)]
    [InlineData(true, "1", "2")]
    public void Links_answer_for_the_gateways_addresses_unless_that_is_switched_off(bool strict, string? ignore, string? announce)
    {
        var settings = KernelSettings.For(new(6, 1), strict).ToDictionary(setting => setting.Name, setting => setting.Value);

        Assert.Equal(
            (ignore, announce), (settings.GetValueOrDefault("net.ipv4.conf.all.arp_ignore"), settings.GetValueOrDefault("net.ipv4.conf.all.arp_announce")));
    }

    [Fact]
    public void Strict_ARP_is_set_where_it_is_asked_for()
    {
        Write("net/ipv4/conf/all/arp_ignore", "0\n");
        Write("net/ipv4/conf/all/arp_announce", "0\n");

        new KernelSettings(_root).Apply();
        Assert.Equal("0\n", File.ReadAllText(Path.Combine(_root, "net/ipv4/conf/all/arp_ignore")));
        new KernelSettings(_root, strictArp: true).Apply();

        Assert.Equal("1", File.ReadAllText(Path.Combine(_root, "net/ipv4/conf/all/arp_ignore")));
        Assert.Equal("2", File.ReadAllText(Path.Combine(_root, "net/ipv4/conf/all/arp_announce")));
    }

    [Fact]
    public void The_version_of_the_kernel_is_read_from_its_release()
    {
        Write("kernel/osrelease", "5.4.0-150-generic\n");

        Assert.Equal(new Version(5, 4), new KernelSettings(_root).KernelVersion());
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
