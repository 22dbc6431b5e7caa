namespace Gateway.Netlink.Ipvs;

/// <summary>One change of the kernel's table. <see cref="ToString"/> is for people.</summary>
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
    public sealed record DeleteService(IpvsServiceKey Service) : IpvsCommand;

    /// <summary>IPVS_CMD_NEW_DEST; ESRCH where the service is not there, EEXIST where the destination is.</summary>
    public sealed record AddDestination(IpvsServiceKey Service, IpvsDestination Destination) : IpvsCommand;

    /// <summary>IPVS_CMD_SET_DEST; ESRCH where the service is not there, ENOENT where the destination is not.</summary>
    public sealed record SetDestination(IpvsServiceKey Service, IpvsDestination Destination) : IpvsCommand;

    /// <summary>IPVS_CMD_DEL_DEST; ESRCH where the service is not there, ENOENT where the destination is not.</summary>
    public sealed record DeleteDestination(IpvsServiceKey Service, IpvsDestinationKey Destination) : IpvsCommand;

    /// <summary>IPVS_CMD_ZERO: the statistics of a service, or of all where that is null.</summary>
    public sealed record Zero(IpvsServiceKey? Service) : IpvsCommand;

    /// <summary>IPVS_CMD_FLUSH: everything, whoever made it.</summary>
    public sealed record Flush : IpvsCommand;
}

/// <summary>A command that the kernel refused.</summary>
/// <param name="Index">Which of the commands that were given.</param>
/// <param name="Error">The kernel's error number, positive, such as 17 for EEXIST.</param>
/// <param name="Message">The error's name and the kernel's own sentence where it gave one.</param>
public sealed record IpvsFailure(int Index, int Error, string Message);
