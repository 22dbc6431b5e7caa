using System.Runtime.InteropServices;

namespace Gateway.Netlink.Ipvs;

/// <summary>
/// IPVS_CMD_ATTR_TIMEOUT_*: how long a connection without packets is remembered, in whole seconds, for every service of the network namespace.
/// Set to zero, a timeout stays as it is.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsTimeouts
{
    /// <summary>INT_MAX / HZ with the greatest HZ there is: what every kernel takes.</summary>
    internal const int MaxSeconds = int.MaxValue / 1000;

    /// <exception cref="ArgumentOutOfRangeException">One of them is negative or more than 24 days.</exception>
    public IpvsTimeouts(TimeSpan tcp, TimeSpan tcpFin, TimeSpan udp)
    {
        Tcp = WholeSeconds(tcp, nameof(tcp));
        TcpFin = WholeSeconds(tcpFin, nameof(tcpFin));
        Udp = WholeSeconds(udp, nameof(udp));
    }

    public TimeSpan Tcp { get; }

    /// <summary>After a FIN.</summary>
    public TimeSpan TcpFin { get; }

    public TimeSpan Udp { get; }

    private static TimeSpan WholeSeconds(TimeSpan value, string field)
    {
        IpvsRanges.EnsureRange((long)value.TotalSeconds, 0, MaxSeconds, field);
        return TimeSpan.FromSeconds((long)value.TotalSeconds);
    }
}
