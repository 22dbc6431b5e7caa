using System.Net;

namespace Gateway.ApiServer;

public sealed record ApiServerOptions
{
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>What <c>/version</c> says.</summary>
    public int MinorVersion { get; init; } = 36;

    /// <summary>Whether a watch may begin with what is there (<c>sendInitialEvents</c>), as newer servers can.</summary>
    public bool WatchList { get; init; } = true;

    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When a watch ends that does not say it itself.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>How long a request waits for a version that the store has not reached. A real server waits 3 s.</summary>
    public TimeSpan VersionWait { get; init; } = TimeSpan.Zero;

    /// <summary>How many changes of each resource a watch can go back.</summary>
    public int HistoryLimit { get; init; } = 10_000;

    /// <summary>How often what is older than the interval before is compacted away, and continue tokens with it. Null for never.</summary>
    public TimeSpan? CompactionInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether there is the Service that every cluster has, <c>default/kubernetes</c>.</summary>
    public bool KubernetesService { get; init; }

    /// <summary>Whether users other than the administrator may do just what the roles in the store allow. Else everybody may do everything.</summary>
    public bool RoleBasedAccess { get; init; }

    /// <summary>Whether the Gateway API is installed from the start.</summary>
    public bool GatewayApi { get; init; }

    /// <summary>Names and addresses for the server's certificate, beside those of loopback.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
