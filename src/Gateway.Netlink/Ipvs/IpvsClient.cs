#pragma warning disable CA1822
namespace Gateway.Netlink.Ipvs;

/// <summary>The IPVS of the network namespace of the thread that opens it, over generic netlink. For one caller at a time.</summary>
public sealed class IpvsClient : IIpvs
{
    private IpvsClient()
    {
    }

    /// <exception cref="NetlinkException">The kernel has no IPVS, or does not let us use it.</exception>
    public static IpvsClient Open() => throw new NetlinkException(0, "not yet");

    /// <inheritdoc/>
    public IpvsInfo GetInfo() => throw new NetlinkException(0, "not yet");

    /// <inheritdoc/>
    public IReadOnlyList<IpvsServiceState> ListServices() => throw new NetlinkException(0, "not yet");

    /// <inheritdoc/>
    public IpvsServiceState? FindService(IpvsServiceKey service) => throw new NetlinkException(0, "not yet");

    /// <inheritdoc/>
    public IReadOnlyList<IpvsDestinationState> ListDestinations(IpvsServiceKey service) => throw new NetlinkException(0, "not yet");

    /// <inheritdoc/>
    public IReadOnlyList<IpvsFailure> Execute(IReadOnlyList<IpvsCommand> commands) => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IpvsTimeouts GetTimeouts() => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">The kernel refuses them.</exception>
    public void SetTimeouts(IpvsTimeouts timeouts) => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">EEXIST where one of that state runs; ENODEV where there is no such link.</exception>
    public void StartDaemon(IpvsDaemon daemon) => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">ESRCH where none of that state runs.</exception>
    public void StopDaemon(IpvsDaemonState state) => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<IpvsDaemon> ListDaemons() => throw new NetlinkException(0, "not yet");

    public void Dispose()
    {
    }
}
