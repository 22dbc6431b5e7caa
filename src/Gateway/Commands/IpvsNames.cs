using System.Globalization;
using Gateway.Netlink.Ipvs;

namespace Gateway.Commands;

/// <summary>The words of ipvsadm.</summary>
internal static class IpvsNames
{
    /// <summary>What a flag of a scheduler means is for the scheduler to say: it has a name with those that use it, and else a number.</summary>
    public static IEnumerable<string> Of(IpvsServiceFlags flags, string scheduler)
    {
        var hashes = scheduler is "sh" or "mh";
        if (flags.HasFlag(IpvsServiceFlags.Persistent))
            yield return "persistent";
        if (flags.HasFlag(IpvsServiceFlags.OnePacket))
            yield return "ops";
        if (flags.HasFlag(IpvsServiceFlags.Scheduler1))
            yield return hashes ? $"{scheduler}-fallback" : "flag-1";
        if (flags.HasFlag(IpvsServiceFlags.Scheduler2))
            yield return hashes ? $"{scheduler}-port" : "flag-2";
        if (flags.HasFlag(IpvsServiceFlags.Scheduler3))
            yield return "flag-3";
    }

    public static string Of(IpvsForwarding forwarding) => forwarding switch
    {
        IpvsForwarding.Masquerade => "masq",
        IpvsForwarding.LocalNode => "local",
        IpvsForwarding.Tunnel => "tunnel",
        IpvsForwarding.DirectRoute => "route",
        IpvsForwarding.Bypass => "bypass",
        _ => ((uint)forwarding).ToString(CultureInfo.InvariantCulture),
    };
}
