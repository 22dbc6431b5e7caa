using System.Net.Sockets;
using Gateway.Netlink.Ipvs;
using static Gateway.KernelLab.Support.Writing;

namespace Gateway.KernelLab.Netlink;

/// <summary>Virtual services as we write them, and as ipvsadm reads them.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly NetworkNamespace _place = NetworkNamespace.Create("service");
    private readonly IpvsClient _ipvs;
    private readonly Ipvsadm _ipvsadm;

    public ServiceTests()
    {
        _ipvs = _place.Inside(IpvsClient.Open);
        _ipvsadm = new(_place);
    }

    private static (IpvsService Service, string Saved)[] Cases { get; } =
    [
        (new(Tcp("10.96.0.1:80")), "-A -t 10.96.0.1:80 -s rr"),
        (new(Tcp("10.96.0.1:65535")), "-A -t 10.96.0.1:65535 -s rr"),
        (new(Udp("10.96.0.1:53")) { Scheduler = "wrr" }, "-A -u 10.96.0.1:53 -s wrr"),
        (new(Udp("10.96.0.1:5353")) { Flags = IpvsServiceFlags.OnePacket }, "-A -u 10.96.0.1:5353 -s rr -o"),
        (new(Sctp("10.96.0.1:3868")) { Scheduler = "wlc" }, "-A --sctp-service 10.96.0.1:3868 -s wlc"),
        (new(Tcp("[fd00:96::1]:443")) { Scheduler = "lc" }, "-A -t [fd00:96::1]:443 -s lc"),
        (new(Udp("[fd00:96::1]:53")) { Scheduler = "sed" }, "-A -u [fd00:96::1]:53 -s sed"),
        (new(Sctp("[fd00:96::1]:3868")) { Scheduler = "nq" }, "-A --sctp-service [fd00:96::1]:3868 -s nq"),
        (new(IpvsServiceKey.ForMark(7, AddressFamily.InterNetwork)), "-A -f 7 -s rr"),
        (new(IpvsServiceKey.ForMark(7, AddressFamily.InterNetworkV6)) { Scheduler = "dh" }, "-A -f 7 -6 -s dh"),
        (new(IpvsServiceKey.ForMark(int.MaxValue, AddressFamily.InterNetwork)), "-A -f 2147483647 -s rr"),
        // It reads a mark as a signed number.
        (new(IpvsServiceKey.ForMark(uint.MaxValue, AddressFamily.InterNetwork)), "-A -f -1 -s rr"),
        (new(Tcp("10.96.0.2:1")) { Scheduler = "sh" }, "-A -t 10.96.0.2:1 -s sh"),
        (new(Tcp("10.96.0.2:2")) { Scheduler = "sh", Flags = IpvsServiceFlags.Scheduler1 }, "-A -t 10.96.0.2:2 -s sh -b sh-fallback"),
        (new(Tcp("10.96.0.2:3")) { Scheduler = "sh", Flags = IpvsServiceFlags.Scheduler2 }, "-A -t 10.96.0.2:3 -s sh -b sh-port"),
        (new(Tcp("10.96.0.2:4")) { Scheduler = "mh", Flags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2 },
            "-A -t 10.96.0.2:4 -s mh -b mh-fallback,mh-port"),
        (new(Tcp("10.96.0.2:5")) { Scheduler = "mh", Flags = IpvsServiceFlags.Scheduler2 }, "-A -t 10.96.0.2:5 -s mh -b mh-port"),
        (new(Tcp("10.96.0.2:6")) { Flags = IpvsServiceFlags.Scheduler3 }, "-A -t 10.96.0.2:6 -s rr -b flag-3"),
        (Persistent(Tcp("10.96.0.3:1"), 10_800), "-A -t 10.96.0.3:1 -s rr -p 10800"),
        (Persistent(Tcp("10.96.0.3:2"), 1) with { PersistencePrefix = 24 }, "-A -t 10.96.0.3:2 -s rr -p 1 -M 255.255.255.0"),
        (Persistent(Tcp("[fd00:96::3]:1"), 600) with { PersistencePrefix = 64 }, "-A -t [fd00:96::3]:1 -s rr -p 600 -M 64"),
        (Persistent(Tcp("10.96.0.3:0"), 60), "-A -t 10.96.0.3:0 -s rr -p 60"),
    ];

    public void Dispose()
    {
        _ipvs.Dispose();
        _place.Dispose();
    }

    [KernelFact]
    public void Every_field_is_what_ipvsadm_saves()
    {
        _ipvs.Carry([.. Cases.Select(one => new IpvsCommand.AddService(one.Service))]);

        Assert.Equal(Cases.Select(one => one.Saved).Order(StringComparer.Ordinal), _ipvsadm.Saved().Order(StringComparer.Ordinal));
    }

    [KernelFact]
    public void What_is_listed_is_what_was_written()
    {
        _ipvs.Carry([.. Cases.Select(one => new IpvsCommand.AddService(one.Service))]);

        Assert.Equal(Cases.Select(one => one.Service).ToHashSet(), _ipvs.ListServices().Select(state => state.Service).ToHashSet());
        Assert.All(Cases, one => Assert.Equal(one.Service, _ipvs.FindService(one.Service.Key)?.Service));
    }

    [KernelFact]
    public void What_ipvsadm_wrote_is_listed_alike()
    {
        // It takes no mark that it would read as negative.
        var cases = Cases.Where(one => one.Service.Key.FirewallMark <= int.MaxValue).ToList();
        foreach (var (_, saved) in cases)
            _ipvsadm.Run(saved);

        Assert.Equal(cases.Select(one => one.Service).ToHashSet(), _ipvs.ListServices().Select(state => state.Service).ToHashSet());
    }

    [KernelFact]
    public void Every_scheduler_of_the_kernel_is_taken()
    {
        string[] schedulers = ["dh", "fo", "lblc", "lblcr", "lc", "mh", "nq", "ovf", "rr", "sed", "sh", "wlc", "wrr"];

        _ipvs.Carry([.. schedulers.Select((scheduler, index) => new IpvsCommand.AddService(new(Tcp($"10.96.0.1:{index + 1}")) { Scheduler = scheduler }))]);

        Assert.Equal(schedulers.Select((scheduler, index) => $"TCP 10.96.0.1:{index + 1} {scheduler}"), _ipvsadm.Listed());
    }

    [KernelFact]
    public void A_service_that_is_set_is_another_and_keeps_its_destinations()
    {
        var service = Persistent(Tcp("10.96.0.1:80"), 600);
        _ipvs.Carry(new IpvsCommand.AddService(service), new IpvsCommand.AddDestination(service.Key, Destination("10.2.1.2:8080")));

        _ipvs.Carry(new IpvsCommand.SetService(new(service.Key) { Scheduler = "wlc" }));
        Assert.Equal(["-A -t 10.96.0.1:80 -s wlc", "-a -t 10.96.0.1:80 -r 10.2.1.2:8080 -m -w 1"], _ipvsadm.Saved());

        _ipvs.Carry(new IpvsCommand.SetService(Persistent(service.Key, 30) with { Scheduler = "mh", PersistencePrefix = 16 }));
        Assert.Equal("-A -t 10.96.0.1:80 -s mh -p 30 -M 255.255.0.0", _ipvsadm.Saved()[0]);
    }

    [KernelFact]
    public void A_deleted_service_is_gone_and_the_others_stay()
    {
        _ipvs.Carry([.. Cases.Select(one => new IpvsCommand.AddService(one.Service))]);

        _ipvs.Carry([.. Cases.Skip(1).Select(one => new IpvsCommand.DeleteService(one.Service.Key))]);

        Assert.Equal([Cases[0].Saved], _ipvsadm.Saved());
        Assert.Null(_ipvs.FindService(Cases[1].Service.Key));
    }

    [KernelFact]
    public void A_flush_leaves_nothing()
    {
        _ipvs.Carry([.. Cases.Select(one => new IpvsCommand.AddService(one.Service))]);

        _ipvs.Carry(new IpvsCommand.Flush());

        Assert.Empty(_ipvsadm.Saved());
        Assert.Empty(_ipvs.ListServices());
    }

    private static IpvsService Persistent(IpvsServiceKey key, int seconds) =>
        new(key) { Flags = IpvsServiceFlags.Persistent, PersistenceTimeout = TimeSpan.FromSeconds(seconds) };
}
