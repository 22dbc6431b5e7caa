using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>IPVS over the connection that there is now. One that was lost gives way to another, while who uses it keeps what it knows.</summary>
internal sealed class SuccessiveIpvs : IIpvs
{
    private IIpvs? _current;

    public bool IsOpen => _current is not null;

    private IIpvs Current => _current ?? throw new NetlinkException(0, "there is no connection") { Reason = NetlinkReason.ConnectionLost };

    /// <param name="next">Disposed with this, or when another one takes its place.</param>
    public void Replace(IIpvs? next)
    {
        _current?.Dispose();
        _current = next;
    }

    public IpvsInfo GetInfo() => Current.GetInfo();

    public IReadOnlyList<IpvsServiceState> ListServices() => Current.ListServices();

    public IpvsServiceState? FindService(IpvsServiceKey service) => Current.FindService(service);

    public IReadOnlyList<IpvsDestinationState> ListDestinations(IpvsServiceKey service) => Current.ListDestinations(service);

    public IReadOnlyList<IpvsFailure> Execute(IReadOnlyList<IpvsCommand> commands) => Current.Execute(commands);

    public IpvsTimeouts GetTimeouts() => Current.GetTimeouts();

    public void SetTimeouts(IpvsTimeouts timeouts) => Current.SetTimeouts(timeouts);

    public void Dispose() => Replace(null);
}
