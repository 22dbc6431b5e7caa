using System.Net;
using Gateway.Netlink;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Ipvs;
using static Gateway.KernelLab.Support.Writing;

namespace Gateway.KernelLab.Netlink;

/// <summary>What our values may be is what the kernel takes: it takes the greatest of them, and what cannot be made of them it refuses to ipvsadm.</summary>
public sealed class LimitTests : IDisposable
{
    private static readonly IpvsServiceKey Service = Tcp("10.96.0.1:80");

    private readonly NetworkNamespace _place = NetworkNamespace.Create("limit");
    private readonly IpvsClient _ipvs;

    public LimitTests() => _ipvs = _place.Inside(IpvsClient.Open);

    public void Dispose()
    {
        _ipvs.Dispose();
        _place.Dispose();
    }

    [KernelFact]
    public void The_greatest_and_the_oddest_services_are_taken_and_read_back()
    {
        IpvsService[] services =
        [
            new(Tcp("10.96.0.1:0")),
            new(Tcp("0.0.0.0:80")),
            new(Tcp("[fd00:96::1]:0")) { PersistencePrefix = 1 },
            new(Udp("10.96.0.1:1"))
            {
                Flags = IpvsServiceFlags.Persistent, PersistenceTimeout = TimeSpan.FromSeconds(uint.MaxValue / 1000), PersistencePrefix = 0,
            },
            new(Tcp("10.96.0.1:2")) { Flags = IpvsServiceFlags.Persistent | IpvsServiceFlags.OnePacket },
            new(Tcp("10.96.0.1:3")) { Scheduler = "none" },
        ];

        _ipvs.Carry([.. services.Select(service => new IpvsCommand.AddService(service))]);

        Assert.Equal(services.ToHashSet(), _ipvs.ListServices().Select(state => state.Service).ToHashSet());
    }

    [KernelFact]
    public void The_greatest_and_the_oddest_destinations_are_taken_and_read_back()
    {
        IpvsDestination[] destinations =
        [
            Destination("10.2.1.1:0"),
            Destination("10.2.1.2:65535") with { Weight = int.MaxValue, Thresholds = new(int.MaxValue, int.MaxValue) },
            Destination("10.2.1.3:80") with { Tunnel = new(IpvsTunnelType.Gue, 65_535, ushort.MaxValue) },
            Destination("240.0.0.1:80") with { Forwarding = IpvsForwarding.Bypass },
            Destination("[fd00:2::1]:80") with { Forwarding = IpvsForwarding.Tunnel },
        ];

        _ipvs.Carry([new IpvsCommand.AddService(new(Service)), .. destinations.Select(destination => new IpvsCommand.AddDestination(Service, destination))]);

        Assert.Equal(destinations.ToHashSet(), _ipvs.ListDestinations(Service).Select(state => state.Destination).ToHashSet());
    }

    [KernelTheory]
    [InlineData("10.96.0.1:80", "224.0.0.1:80")]
    [InlineData("10.96.0.1:80", "239.255.255.255:80")]
    [InlineData("10.96.0.1:80", "255.255.255.255:80")]
    [InlineData("10.96.0.1:80", "0.0.0.0:80")]
    [InlineData("[fd00:96::1]:80", "[ff02::1]:80")]
    [InlineData("[fd00:96::1]:80", "[::]:80")]
    public void An_address_that_cannot_be_a_destination_is_refused_by_the_kernel_too(string service, string destination)
    {
        _ipvs.Carry(new IpvsCommand.AddService(new(Tcp(service))));

        var refused = _place.Try("ipvsadm", ["-a", "-t", service, "-r", destination, "-m"]);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Throws<ArgumentException>(() => Destination(destination));
        Assert.Empty(_ipvs.ListDestinations(Tcp(service)));
    }

    /// <summary>How much it takes depends on how the kernel was built.</summary>
    [KernelFact]
    public void Timeouts_are_taken_up_to_what_every_kernel_takes_and_beyond_that_refused_with_EINVAL_if_at_all()
    {
        var every = TimeSpan.FromSeconds(int.MaxValue / 1000);
        _ipvs.SetTimeouts(new(every, every, every));
        Assert.Equal(new(every, every, every), _ipvs.GetTimeouts());

        var some = TimeSpan.FromSeconds(int.MaxValue / 100);
        try
        {
            _ipvs.SetTimeouts(new(some, some, some));
            Assert.Equal(new(some, some, some), _ipvs.GetTimeouts());
        }
        catch (NetlinkException error)
        {
            Assert.Equal((Errno.EINVAL, NetlinkReason.Request), (error.Error, error.Reason));
            Assert.Equal(new(every, every, every), _ipvs.GetTimeouts());
        }
    }

    [KernelFact]
    public void A_destination_of_another_family_is_for_a_tunnel_alone()
    {
        _ipvs.Carry(new IpvsCommand.AddService(new(Service)));

        Assert.NotEqual(0, _place.Try("ipvsadm", ["-a", "-t", "10.96.0.1:80", "-r", "[fd00:2::1]:80", "-m"]).ExitCode);
        Assert.NotEqual(0, _place.Try("ipvsadm", ["-a", "-t", "10.96.0.1:80", "-r", "[fd00:2::1]:80", "-g"]).ExitCode);
        Assert.Equal(0, _place.Try("ipvsadm", ["-a", "-t", "10.96.0.1:80", "-r", "[fd00:2::1]:80", "-i"]).ExitCode);
        Assert.Equal(IPAddress.Parse("fd00:2::1"), Assert.Single(_ipvs.ListDestinations(Service)).Destination.Key.Address);
    }
}
