namespace Gateway.Netlink.Ipvs;

/// <summary>
/// One change of the kernel's table. Every value is validated where it is set: an <see cref="ArgumentException"/> names the field. <see cref="ToString"/> is for
/// people.
/// </summary>
public abstract record IpvsCommand
{
    private IpvsCommand()
    {
    }

    /// <summary>IPVS_CMD_NEW_SERVICE; EEXIST where it is there, ENOENT where the kernel has no such scheduler.</summary>
    public sealed record AddService(IpvsService Service) : IpvsCommand;

    /// <summary>IPVS_CMD_SET_SERVICE: scheduler, flags, timeout and prefix; ESRCH where it is not there. Its destinations and connections stay.</summary>
    public sealed record SetService(IpvsService Service) : IpvsCommand;

    /// <summary>IPVS_CMD_DEL_SERVICE, its destinations included; ESRCH where it is not there.</summary>
    public sealed record DeleteService(IpvsServiceKey Service) : IpvsCommand
    {
        public IpvsServiceKey Service { get; } = Checked(Service);
    }

    /// <summary>
    /// IPVS_CMD_NEW_DEST; ESRCH where the service is not there, EEXIST where the destination is. One of another address family than the service is for a
    /// tunnel alone (Linux 3.18), and while a synchronisation daemon runs for nothing: EINVAL.
    /// </summary>
    public sealed record AddDestination(IpvsServiceKey Service, IpvsDestination Destination) : IpvsCommand
    {
        public IpvsServiceKey Service { get; } = Checked(Service);

        public IpvsDestination Destination { get; } = Checked(Service, Destination);
    }

    /// <summary>IPVS_CMD_SET_DEST; ESRCH where the service is not there, ENOENT where the destination is not. Else as <see cref="AddDestination"/>.</summary>
    public sealed record SetDestination(IpvsServiceKey Service, IpvsDestination Destination) : IpvsCommand
    {
        public IpvsServiceKey Service { get; } = Checked(Service);

        public IpvsDestination Destination { get; } = Checked(Service, Destination);
    }

    /// <summary>IPVS_CMD_DEL_DEST; ESRCH where the service is not there, ENOENT where the destination is not.</summary>
    public sealed record DeleteDestination(IpvsServiceKey Service, IpvsDestinationKey Destination) : IpvsCommand
    {
        public IpvsServiceKey Service { get; } = Checked(Service);

        public IpvsDestinationKey Destination { get; } =
            Destination.Address is null ? throw new ArgumentException("no address", nameof(Destination)) : Destination;
    }

    /// <summary>IPVS_CMD_ZERO: the statistics of a service, or of all where that is null.</summary>
    public sealed record Zero(IpvsServiceKey? Service) : IpvsCommand
    {
        public IpvsServiceKey? Service { get; } = Service is { } service ? Checked(service) : null;
    }

    /// <summary>IPVS_CMD_FLUSH: everything, whoever made it.</summary>
    public sealed record Flush : IpvsCommand;

    private static IpvsServiceKey Checked(IpvsServiceKey service)
    {
        IpvsRanges.EnsureKey(service, nameof(service));
        return service;
    }

    private static IpvsDestination Checked(IpvsServiceKey service, IpvsDestination destination) =>
        destination.Key.Address.AddressFamily == service.Family || destination.Forwarding == IpvsForwarding.Tunnel
            ? destination
            : throw new ArgumentException(
                $"{destination.Key} is of another address family than the service {service}, and not behind a tunnel", nameof(destination));
}

/// <summary>A command that the kernel refused.</summary>
/// <param name="Index">Which of the commands that were given.</param>
/// <param name="Error">The kernel's error number, positive, such as 17 for EEXIST.</param>
/// <param name="Message">The error's name and the kernel's own sentence where it gave one.</param>
public sealed record IpvsFailure(int Index, int Error, string Message);
