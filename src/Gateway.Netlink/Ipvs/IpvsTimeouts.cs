using System.Runtime.InteropServices;

namespace Gateway.Netlink.Ipvs;

/// <summary>
/// IPVS_CMD_ATTR_TIMEOUT_*: how long a connection without packets is remembered, in whole seconds, for every service of the network namespace.
/// Set to zero, a timeout stays as it is.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsTimeouts
{
    /// <summary>INT_MAX / HZ with the least HZ there is, 100: what some kernel takes.</summary>
    internal const int MaxSeconds = int.MaxValue / 100;

    /// <summary>
    /// 0–21,474,836 s each. How much of that the kernel takes depends on how it was built, which it tells nobody: INT_MAX / HZ seconds, that is 24 days with a HZ
    /// of 1000 and 99 days with one of 250; for more it has EINVAL.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is negative or more than 248 days.</exception>
    public IpvsTimeouts(TimeSpan tcp, TimeSpan tcpFin, TimeSpan udp)
    {
        Tcp = IpvsRanges.WholeSeconds(tcp, MaxSeconds, nameof(tcp));
        TcpFin = IpvsRanges.WholeSeconds(tcpFin, MaxSeconds, nameof(tcpFin));
        Udp = IpvsRanges.WholeSeconds(udp, MaxSeconds, nameof(udp));
    }

    public TimeSpan Tcp { get; }

    /// <summary>After a FIN.</summary>
    public TimeSpan TcpFin { get; }

    public TimeSpan Udp { get; }
}
