using System.Net;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>Services on layer 4, and what the kernel calls the parts of them.</summary>
internal static class Services
{
    public static Layer4Service Tcp(string name, params Frontend[] frontends) => Of(name, TransportProtocol.Tcp, frontends);

    public static Layer4Service Udp(string name, params Frontend[] frontends) => Of(name, TransportProtocol.Udp, frontends);

    /// <param name="backends">Such as <c>10.1.0.1:8080</c> or <c>10.1.0.1:8080*3</c> for weight 3.</param>
    public static Frontend At(string address, int port, params string[] backends) => new(FrontendKind.ClusterIP, FamilyOf(address), address, port) { Backends = Backends(backends) };

    public static Frontend LoadBalancer(string address, int port, params string[] backends) => At(address, port, backends) with { Kind = FrontendKind.LoadBalancer };

    public static Frontend NodePort(int port, params string[] backends) => new(FrontendKind.NodePort, IPFamily.IPv4, null, port) { Backends = Backends(backends) };

    public static Layer4State State(params IEnumerable<Layer4Service> services) => new()
    {
        Services = services.Aggregate(PersistentMap<ServicePortName, Layer4Service>.Empty, (map, service) => map.Set(service.Name, service)),
    };

    public static DesiredState Desired(params IEnumerable<Layer4Service> services) => new() { Layer4 = State(services) };

    public static IpvsServiceKey Key(string address, int port, IpvsProtocol protocol = IpvsProtocol.Tcp) => IpvsServiceKey.For(IPAddress.Parse(address), port, protocol);

    public static IpvsDestinationKey Endpoint(string text)
    {
        var endpoint = IPEndPoint.Parse(text);
        return new(endpoint.Address, endpoint.Port);
    }

    private static Layer4Service Of(string name, TransportProtocol protocol, Frontend[] frontends) =>
        new(new(new("default", name), "", frontends[0].Port), protocol) { Frontends = [.. frontends] };

    private static ValueArray<Backend> Backends(string[] backends) => backends.Select(text =>
    {
        var (endpoint, weight) = text.Split('*') is [var plain, var times] ? (plain, int.Parse(times)) : (text, 1);
        var parsed = IPEndPoint.Parse(endpoint);
        return new Backend(parsed.Address.ToString(), parsed.Port, weight);
    }).ToValueArray();

    private static IPFamily FamilyOf(string address) => address.Contains(':') ? IPFamily.IPv6 : IPFamily.IPv4;
}
