namespace Gateway.Netlink.Ipvs;

/// <summary>
/// The kernel's IP Virtual Server, as far as a balancer needs it. For one caller at a time. After a <see cref="NetlinkReason.ConnectionLost"/> it is of no use
/// any more, and another one is to be opened.
/// </summary>
public interface IIpvs : IDisposable
{
    /// <exception cref="NetlinkException">The kernel has no IPVS, or does not let us use it.</exception>
    IpvsInfo GetInfo();

    /// <summary>
    /// Every virtual service of the network namespace, whoever made it. One that cannot be said here, such as one of an IPv4 address written as IPv6, is
    /// left out, and so is such a destination.
    /// </summary>
    /// <exception cref="NetlinkException">They cannot be read.</exception>
    IReadOnlyList<IpvsServiceState> ListServices();

    /// <summary>Null where there is no such service.</summary>
    /// <exception cref="NetlinkException">It cannot be read.</exception>
    IpvsServiceState? FindService(IpvsServiceKey service);

    /// <exception cref="NetlinkException">ESRCH where there is no such service; others where they cannot be read.</exception>
    IReadOnlyList<IpvsDestinationState> ListDestinations(IpvsServiceKey service);

    /// <summary>Carries out all commands in their order, going on after one that is refused. Which were refused; empty for none.</summary>
    /// <exception cref="NetlinkException">The kernel cannot be spoken to; some of the commands may have been carried out.</exception>
    IReadOnlyList<IpvsFailure> Execute(IReadOnlyList<IpvsCommand> commands);

    /// <exception cref="NetlinkException">They cannot be read.</exception>
    IpvsTimeouts GetTimeouts();

    /// <param name="timeouts">A zero leaves that one as it is.</param>
    /// <exception cref="NetlinkException">The kernel refuses; EINVAL where one is too long for it.</exception>
    void SetTimeouts(IpvsTimeouts timeouts);
}
