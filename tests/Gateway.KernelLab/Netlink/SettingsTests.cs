using System.Net;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Netlink;

/// <summary>What IPVS has but once in a namespace.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly NetworkNamespace _place = NetworkNamespace.Create("settings");
    private readonly IpvsClient _ipvs;
    private readonly Ipvsadm _ipvsadm;

    public SettingsTests()
    {
        _ipvs = _place.Inside(IpvsClient.Open);
        _ipvsadm = new(_place);
    }

    public void Dispose()
    {
        _ipvs.Dispose();
        _place.Dispose();
    }

    [KernelFact]
    public void The_version_is_what_ipvsadm_says()
    {
        var info = _ipvs.GetInfo();

        Assert.StartsWith($"IP Virtual Server version {info.Version} (size={info.ConnectionTableSize})", _ipvsadm.Run("-Ln"), StringComparison.Ordinal);
    }

    [KernelFact]
    public void Timeouts_are_what_ipvsadm_says()
    {
        _ipvs.SetTimeouts(new(TimeSpan.FromSeconds(7200), TimeSpan.FromSeconds(240), TimeSpan.FromSeconds(121)));

        Assert.Equal("Timeout (tcp tcpfin udp): 7200 240 121", _ipvsadm.Run("-L --timeout").Trim());
        Assert.Equal(new(TimeSpan.FromSeconds(7200), TimeSpan.FromSeconds(240), TimeSpan.FromSeconds(121)), _ipvs.GetTimeouts());
    }

    [KernelFact]
    public void A_timeout_of_zero_leaves_it_as_it_is()
    {
        _ipvsadm.Run("--set 1000 100 10");

        _ipvs.SetTimeouts(new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(60)));

        Assert.Equal(new(TimeSpan.FromSeconds(1000), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(60)), _ipvs.GetTimeouts());
    }

    [KernelFact]
    public void Daemons_are_what_ipvsadm_says()
    {
        _place.Ip("link add veth0 type veth peer name veth1", "address add 192.0.2.1/24 dev veth0", "link set veth0 up", "link set veth1 up");
        var master = new IpvsDaemon(IpvsDaemonState.Master, "veth0")
        {
            SyncId = 5, MaxLength = 1400, Group = IPAddress.Parse("224.0.0.83"), Port = 8850, TimeToLive = 3,
        };
        var backup = new IpvsDaemon(IpvsDaemonState.Backup, "veth0") { SyncId = 6, MaxLength = 1300, Group = master.Group, Port = 8851, TimeToLive = 2 };

        _ipvs.StartDaemon(master);
        _ipvs.StartDaemon(backup);

        Assert.Equal(
            ["master sync daemon (mcast=veth0, syncid=5, maxlen=1400, group=224.0.0.83, port=8850, ttl=3)",
                "backup sync daemon (mcast=veth0, syncid=6, maxlen=1300, group=224.0.0.83, port=8851, ttl=2)"],
            _ipvsadm.Run("-L --daemon").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal([master, backup], _ipvs.ListDaemons());
        Assert.Equal(17, Assert.Throws<NetlinkException>(() => _ipvs.StartDaemon(master)).Error);
        _ipvs.StopDaemon(IpvsDaemonState.Master);
        _ipvs.StopDaemon(IpvsDaemonState.Backup);
        Assert.Empty(_ipvs.ListDaemons());
        Assert.Empty(_ipvsadm.Run("-L --daemon").Trim());
    }
}
