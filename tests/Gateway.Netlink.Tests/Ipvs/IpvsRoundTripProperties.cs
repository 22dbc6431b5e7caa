using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Netlink.Ipvs;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>What is written of a service or a destination is read back the same: the attributes of a request are those of an answer.</summary>
public sealed class IpvsRoundTripProperties
{
    private static readonly string[] Schedulers = ["rr", "wrr", "mh", "lblcr", "my-own_one", "fifteen-letters"];

    [Fact]
    public void A_service_is_read_as_it_was_written() => ForAll(Services, service =>
        Assert.Equal(service, IpvsServiceCodec.Read(Written(new IpvsCommand.AddService(service)))?.Service));

    [Fact]
    public void A_destination_is_read_as_it_was_written() => ForAll(Pairs, pair =>
    {
        var (service, destination) = pair;
        // Of no family of its own, it would be read as one of the service's.
        var family = WireAddress.Family(service.Key.Family);

        Assert.Equal(destination, IpvsDestinationCodec.Read(Written(new IpvsCommand.AddDestination(service.Key, destination)), family)?.Destination);
    });

    [Fact]
    public void No_message_is_longer_than_the_buffer_for_one() => ForAll(Pairs, pair =>
        Assert.InRange(Written(new IpvsCommand.AddDestination(pair.Item1.Key, pair.Item2)).Length, 1, MessageWriter.MaxLength / 2));

    private static Gen<IPAddress> Addresses => Gen.Zip(Gen.Elements(4, 16), Gen.Choose(0, 255).Select(value => (byte)value).ListOf(16))
        .Select(pair => new IPAddress([.. pair.Item2.Take(pair.Item1)]))
        .Where(address => !address.IsIPv4MappedToIPv6);

    private static Gen<int> Ports => Gen.Choose(0, ushort.MaxValue);

    private static Gen<uint> Numbers => Gen.Choose(int.MinValue, int.MaxValue).Select(value => (uint)value);

    private static Gen<uint> Thresholds => Gen.Choose(0, int.MaxValue).Select(value => (uint)value);

    private static Gen<IpvsServiceKey> Keys => Gen.OneOf(
        from address in Addresses
        from port in Ports
        from protocol in Gen.Elements(IpvsProtocol.Tcp, IpvsProtocol.Udp, IpvsProtocol.Sctp)
        select IpvsServiceKey.For(address, port, protocol),
        from mark in Numbers.Where(mark => mark != 0)
        from family in Gen.Elements(AddressFamily.InterNetwork, AddressFamily.InterNetworkV6)
        select IpvsServiceKey.ForMark(mark, family));

    private static Gen<IpvsService> Services =>
        from key in Keys
        from scheduler in Gen.Elements(Schedulers)
        from flags in Gen.Choose(0, 63)
        from timeout in Gen.Choose(0, (int)IpvsService.MaxTimeoutSeconds)
        from prefix in key.Family == AddressFamily.InterNetwork ? Gen.Choose(0, 32) : Gen.Choose(1, 128)
        select new IpvsService(key)
        {
            Scheduler = scheduler,
            Flags = (IpvsServiceFlags)flags,
            PersistenceTimeout = TimeSpan.FromSeconds(timeout),
            PersistencePrefix = prefix,
        };

    private static Gen<IpvsDestination> Destinations =>
        from address in Addresses.Where(IpvsDestinationKey.CanBeSentTo)
        from port in Ports
        from forwarding in Gen.Choose(0, IpvsDestination.MaxForwarding)
        from weight in Gen.Choose(0, int.MaxValue)
        from one in Thresholds
        from other in Thresholds
        from tunnel in Tunnels
        select new IpvsDestination(address, port)
        {
            Forwarding = (IpvsForwarding)forwarding,
            Weight = weight,
            Thresholds = new(Math.Max(one, other), Math.Min(one, other)),
            Tunnel = tunnel,
        };

    /// <summary>Of one family, or through a tunnel.</summary>
    private static Gen<(IpvsService, IpvsDestination)> Pairs => Gen.Zip(Services, Destinations).Select(pair =>
        pair.Item1.Key.Family == pair.Item2.Key.Address.AddressFamily ? pair : (pair.Item1, pair.Item2 with { Forwarding = IpvsForwarding.Tunnel }));

    private static Gen<IpvsTunnel> Tunnels =>
        from type in Gen.Elements(IpvsTunnelType.IpIp, IpvsTunnelType.Gue, IpvsTunnelType.Gre)
        from port in type == IpvsTunnelType.Gue ? Gen.Choose(1, ushort.MaxValue) : Gen.Constant(0)
        from flags in Ports
        select new IpvsTunnel(type, port, (ushort)flags);

    private static byte[] Written(IpvsCommand command)
    {
        var buffer = new byte[MessageWriter.MaxLength];
        return buffer[NetlinkConstants.NLMSG_HDRLEN..new IpvsCommandWriter(0x20).Write(buffer, command)];
    }

    private static void ForAll<T>(Gen<T> values, Action<T> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(values.ToArbitrary(), property));
}
