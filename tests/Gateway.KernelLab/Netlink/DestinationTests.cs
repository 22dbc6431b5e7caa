using System.Net.Sockets;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using static Gateway.KernelLab.Support.Writing;

namespace Gateway.KernelLab.Netlink;

/// <summary>Destinations as we write them, and as ipvsadm reads them.</summary>
public sealed class DestinationTests : IDisposable
{
    private static readonly IpvsServiceKey Service = Tcp("10.96.0.1:80");
    private static readonly IpvsServiceKey ServiceIPv6 = Tcp("[fd00:96::1]:80");

    private readonly NetworkNamespace _place = NetworkNamespace.Create("destination");
    private readonly IpvsClient _ipvs;
    private readonly Ipvsadm _ipvsadm;

    public DestinationTests()
    {
        _ipvs = _place.Inside(IpvsClient.Open);
        _ipvsadm = new(_place);
    }

    private static (IpvsServiceKey Service, IpvsDestination Destination, string Saved)[] Cases { get; } =
    [
        (Service, Destination("10.2.1.1:8080"), "-m -w 1"),
        (Service, Destination("10.2.1.2:65535") with { Weight = 0 }, "-m -w 0"),
        (Service, Destination("10.2.1.3:1") with { Weight = 65_535 }, "-m -w 65535"),
        (Service, Destination("10.2.1.4:80") with { Forwarding = IpvsForwarding.DirectRoute, Weight = 7 }, "-g -w 7"),
        (Service, Tunnelled("10.2.1.5:80", default), "-i -w 1 --tun-type ipip"),
        (Service, Tunnelled("10.2.1.6:80", new(IpvsTunnelType.Gue, 6080)), "-i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum"),
        (Service, Tunnelled("10.2.1.7:80", new(IpvsTunnelType.Gue, 6080, 1)), "-i -w 1 --tun-type gue --tun-port 6080 --tun-csum"),
        (Service, Tunnelled("10.2.1.8:80", new(IpvsTunnelType.Gue, 6081, 2)), "-i -w 1 --tun-type gue --tun-port 6081 --tun-remcsum"),
        (Service, Tunnelled("10.2.1.9:80", new(IpvsTunnelType.Gre)), "-i -w 1 --tun-type gre --tun-nocsum"),
        (Service, Tunnelled("10.2.1.10:80", new(IpvsTunnelType.Gre, 0, 1)), "-i -w 1 --tun-type gre --tun-csum"),
        (ServiceIPv6, Destination("[fd00:2:1::2]:8080") with { Weight = 3 }, "-m -w 3"),
        (ServiceIPv6, Tunnelled("[fd00:2:2::2]:80", default), "-i -w 1 --tun-type ipip"),
        (ServiceIPv6, Tunnelled("10.2.1.1:80", default), "-i -w 1 --tun-type ipip"),
        (Udp("10.96.0.1:53"), Destination("10.2.1.1:5353"), "-m -w 1"),
        (Sctp("10.96.0.1:3868"), Destination("10.2.1.1:3868"), "-m -w 1"),
        (IpvsServiceKey.ForMark(7, AddressFamily.InterNetwork), Destination("10.2.1.1:0"), "-m -w 1"),
        (IpvsServiceKey.ForMark(7, AddressFamily.InterNetworkV6), Destination("[fd00:2:1::2]:0"), "-m -w 1"),
    ];

    public void Dispose()
    {
        _ipvs.Dispose();
        _place.Dispose();
    }

    [KernelFact]
    public void Every_field_is_what_ipvsadm_saves()
    {
        Add();

        var saved = _ipvsadm.Saved().Where(line => line.StartsWith("-a ", StringComparison.Ordinal));
        Assert.Equal(
            Cases.Select(one => $"-a {Option(one.Service)} -r {one.Destination.Key} {one.Saved}").Order(StringComparer.Ordinal),
            saved.Order(StringComparer.Ordinal));
    }

    [KernelFact]
    public void What_is_listed_is_what_was_written()
    {
        Add();

        Assert.All(
            Cases.GroupBy(one => one.Service),
            service => Assert.Equal(
                service.Select(one => one.Destination).ToHashSet(),
                _ipvs.ListDestinations(service.Key).Select(state => state.Destination).ToHashSet()));
    }

    [KernelFact]
    public void Thresholds_are_what_ipvsadm_lists()
    {
        var limited = Destination("10.2.1.1:80") with { Thresholds = new(1000, 750) };
        var half = Destination("10.2.1.2:80") with { Thresholds = new(int.MaxValue) };
        _ipvs.Carry(new IpvsCommand.AddService(new(Service)), new IpvsCommand.AddDestination(Service, limited), new IpvsCommand.AddDestination(Service, half));

        Assert.Equal(
            ["TCP 10.96.0.1:80 rr", "-> 10.2.1.1:80 1000 750 0 0", "-> 10.2.1.2:80 2147483647 0 0 0"],
            _ipvsadm.Listed("--thresholds"));
        Assert.Equal([limited, half], _ipvs.ListDestinations(Service).Select(state => state.Destination).OrderBy(one => one.Thresholds.Upper));
    }

    [KernelFact]
    public void A_destination_that_is_set_is_another()
    {
        _ipvs.Carry(new IpvsCommand.AddService(new(Service)), new IpvsCommand.AddDestination(Service, Destination("10.2.1.1:80")));

        _ipvs.Carry(new IpvsCommand.SetDestination(Service, Destination("10.2.1.1:80") with { Weight = 0 }));
        Assert.Equal("-a -t 10.96.0.1:80 -r 10.2.1.1:80 -m -w 0", _ipvsadm.Saved()[1]);

        _ipvs.Carry(new IpvsCommand.SetDestination(Service, Destination("10.2.1.1:80") with { Weight = 9, Forwarding = IpvsForwarding.DirectRoute }));
        Assert.Equal("-a -t 10.96.0.1:80 -r 10.2.1.1:80 -g -w 9", _ipvsadm.Saved()[1]);
    }

    [KernelFact]
    public void A_deleted_destination_is_gone_and_the_others_stay()
    {
        Add();

        _ipvs.Carry([.. Cases.Skip(1).Select(one => new IpvsCommand.DeleteDestination(one.Service, one.Destination.Key))]);

        Assert.Equal(["-a -t 10.96.0.1:80 -r 10.2.1.1:8080 -m -w 1"], _ipvsadm.Saved().Where(line => line.StartsWith("-a ", StringComparison.Ordinal)));
        Assert.Empty(_ipvs.ListDestinations(ServiceIPv6));
    }

    [KernelFact]
    public void Destinations_of_no_service_are_an_error()
    {
        Assert.Equal(3, Assert.Throws<NetlinkException>(() => _ipvs.ListDestinations(Service)).Error);
    }

    private static IpvsDestination Tunnelled(string address, IpvsTunnel tunnel) =>
        Destination(address) with { Forwarding = IpvsForwarding.Tunnel, Tunnel = tunnel };

    private static string Option(IpvsServiceKey service) => service switch
    {
        { Address: null, Family: AddressFamily.InterNetworkV6 } => $"-f {service.FirewallMark} -6",
        { Address: null } => $"-f {service.FirewallMark}",
        { Protocol: IpvsProtocol.Tcp } => $"-t {service.ToString()[4..]}",
        { Protocol: IpvsProtocol.Udp } => $"-u {service.ToString()[4..]}",
        _ => $"--sctp-service {service.ToString()[5..]}",
    };

    private void Add()
    {
        _ipvs.Carry([.. Cases.Select(one => one.Service).Distinct().Select(service => new IpvsCommand.AddService(new(service)))]);
        _ipvs.Carry([.. Cases.Select(one => new IpvsCommand.AddDestination(one.Service, one.Destination))]);
    }
}
