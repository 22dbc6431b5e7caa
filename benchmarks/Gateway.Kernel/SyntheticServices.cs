using System.Net;
using Gateway.Model;
using Gateway.Model.Translation;

namespace Gateway.Kernel;

/// <summary>LoadBalancer Services of one port each, as they come out of translation.</summary>
internal sealed class SyntheticServices(int services, int destinations)
{
    public int Services { get; } = services;

    public int Destinations { get; } = destinations;

    public Layer4State Build() => Enumerable.Range(0, Services).Aggregate(Layer4State.Empty, (state, service) => With(state, service, 0));

    /// <summary>The state in which the first endpoints of a Service have given way to others.</summary>
    /// <param name="moved">How many endpoints have.</param>
    public Layer4State With(Layer4State state, int service, int moved)
    {
        var name = new ServicePortName(new("bench", $"svc-{service}"), "tcp", 80);
        ValueArray<Backend> backends = [.. Enumerable.Range(moved, Destinations).Select(pod => new Backend(Address(0x0A800000, (service * Destinations * 2) + pod), 8080))];
        var frontend = new Frontend(FrontendKind.LoadBalancer, IPFamily.IPv4, Address(0x0A600000, service), 80)
        {
            Backends = backends,
            InternalBackends = backends,
            Verdict = TrafficVerdict.Forward,
            Masquerade = Masquerade.Always,
        };
        return state with { Services = state.Services.Set(name, new(name, TransportProtocol.Tcp) { Frontends = [frontend] }) };
    }

    private static string Address(uint network, int number) => new IPAddress((uint)IPAddress.HostToNetworkOrder((int)(network + 1 + number))).ToString();
}
