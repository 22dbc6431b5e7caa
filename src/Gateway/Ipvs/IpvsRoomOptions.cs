using System.Net;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

internal sealed record IpvsRoomOptions
{
    /// <summary>How often the kernel is read as a whole and compared with the plan.</summary>
    public TimeSpan ResyncInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a destination that left may keep its connections.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often destinations that drain are asked for their connections.</summary>
    public TimeSpan DrainCheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a kernel that has no IPVS, or does not let us use it, is asked again.</summary>
    public TimeSpan UnavailableRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long a scheduler that was not there is not asked for.</summary>
    public TimeSpan SchedulerRetry { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where pods are, for Services that masquerade clients from elsewhere; empty where that is not known.</summary>
    public ValueArray<IPNetwork> PodNetworks { get; init; }

    /// <summary>Whether links are to answer ARP for their own addresses alone.</summary>
    public bool StrictArp { get; init; }

    /// <summary>Whether node ports are answered at 127.0.0.1 and [::1], too.</summary>
    public bool LocalhostNodePorts { get; init; }

    /// <summary>TCP ports that the gateway itself listens on.</summary>
    public ValueArray<int> OwnPorts { get; init; }

    /// <summary>How long the kernel remembers connections without packets; zero for one that is left as it is.</summary>
    public IpvsTimeouts Timeouts { get; init; }

    /// <summary>A path, or a name on the PATH.</summary>
    public string NftProgram { get; init; } = "nft";

    public TimeSpan NftTimeLimit { get; init; } = TimeSpan.FromSeconds(60);
}
