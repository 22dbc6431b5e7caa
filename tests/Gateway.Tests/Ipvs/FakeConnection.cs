using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>A connection to the fake kernel: once lost, or when the module went, it is of no use ever again, as a socket and a family's number are.</summary>
internal sealed class FakeConnection(FakeIpvs kernel) : IIpvs
{
    private string? _lost;

    public IpvsInfo GetInfo() => Over(kernel.GetInfo);

    public IReadOnlyList<IpvsServiceState> ListServices() => Over(kernel.ListServices);

    public IpvsServiceState? FindService(IpvsServiceKey service) => Over(() => kernel.FindService(service));

    public IReadOnlyList<IpvsDestinationState> ListDestinations(IpvsServiceKey service) => Over(() => kernel.ListDestinations(service));

    public IReadOnlyList<IpvsFailure> Execute(IReadOnlyList<IpvsCommand> commands) => Over(() => kernel.Execute(commands));

    public IpvsTimeouts GetTimeouts() => Over(kernel.GetTimeouts);

    public void SetTimeouts(IpvsTimeouts timeouts) => Over(() =>
    {
        kernel.SetTimeouts(timeouts);
        return true;
    });

    public void Dispose()
    {
        _lost = "it is disposed";
        kernel.Dispose();
    }

    /// <summary>The gateway's socket breaks, or the module goes and comes back under another number: this one hears no more.</summary>
    public void Lose(string why) => _lost ??= why;

    private T Over<T>(Func<T> request)
    {
        if (!kernel.IsLoaded)
            _lost ??= "the kernel's module ip_vs was removed while it was in use";
        if (_lost is not null)
            throw new NetlinkException(FakeIpvs.ENoEnt, _lost) { Reason = NetlinkReason.ConnectionLost };
        try
        {
            return request();
        }
        catch (NetlinkException error) when (error.Reason == NetlinkReason.ConnectionLost)
        {
            _lost = error.Message;
            throw;
        }
    }
}
