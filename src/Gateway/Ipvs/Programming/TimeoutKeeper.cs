using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>
/// Keeps the timeouts of IPVS as they are configured: they are of the whole network namespace, and go with the module. Those that are not configured are
/// left as they are. What is changed is told once.
/// </summary>
/// <param name="wanted">A zero for one that is not configured.</param>
internal sealed class TimeoutKeeper(IIpvs ipvs, IpvsTimeouts wanted, ILogger logger)
{
    private IpvsTimeouts? _told;

    /// <exception cref="NetlinkException">They cannot be read or set.</exception>
    public void Keep()
    {
        if (wanted == default)
            return;
        var there = ipvs.GetTimeouts();
        var other = Names(wanted).Zip(Names(there)).Where(pair => pair.First.Time != TimeSpan.Zero && pair.First.Time != pair.Second.Time).ToArray();
        if (other.Length == 0)
            return;
        ipvs.SetTimeouts(wanted);
        if (_told != there)
            foreach (var (now, before) in other)
                logger.SettingChanged(now.Key, $"{now.Time.TotalSeconds} s", $"{before.Time.TotalSeconds} s", "it is configured so");
        _told = there;
    }

    private static IEnumerable<(string Key, TimeSpan Time)> Names(IpvsTimeouts timeouts) =>
        [("Layer4:Timeouts:Tcp", timeouts.Tcp), ("Layer4:Timeouts:TcpFin", timeouts.TcpFin), ("Layer4:Timeouts:Udp", timeouts.Udp)];
}
