using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>
/// What virtual services have carried since this process first read the kernel. The kernel's counters begin anew where a virtual service is made again or
/// is zeroed; these go on, and nothing is in them twice.
/// </summary>
internal sealed class TrafficTotals
{
    public static readonly TrafficTotals None = new(null);

    /// <summary>Those that are gone, too. Null before the first reading.</summary>
    private readonly Dictionary<IpvsServiceKey, Counted>? _counted;

    private TrafficTotals(Dictionary<IpvsServiceKey, Counted>? counted) => _counted = counted;

    /// <summary>Nothing of one that was never seen.</summary>
    public TrafficCount Of(IpvsServiceKey key) => _counted is not null && _counted.TryGetValue(key, out var counted) ? counted.Total : default;

    /// <summary>
    /// With one more reading of all there is. The cases:
    /// 1. at the first reading, what a virtual service has counted was before our time, and counting begins there;
    /// 2. one that was not there before was made since, and all it has counts;
    /// 3. of one that was there before, what came since counts;
    /// 4. one that is gone keeps its total, and if it comes back, that is as in case 2;
    /// 5. of one that could not be read, nothing is known: what came since counts the next time; if it never was read, counting begins then.
    /// </summary>
    public TrafficTotals With(IEnumerable<IpvsServiceState> read, IEnumerable<IpvsServiceKey> unread)
    {
        var before = _counted ?? [];
        var after = before.ToDictionary(pair => pair.Key, pair => pair.Value with { Last = default(TrafficCount) });
        foreach (var key in unread)
            after[key] = before.TryGetValue(key, out var counted) ? counted : new(default, null);
        foreach (var service in read)
        {
            var now = TrafficCount.Of(service.Statistics);
            after[service.Service.Key] = before.TryGetValue(service.Service.Key, out var counted)
                ? counted.With(now)
                : new(_counted is null ? default : now, now);
        }
        return new(after);
    }

    /// <param name="Last">The kernel's counters as they were read last; null where they never were.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Counted(TrafficCount Total, TrafficCount? Last)
    {
        public Counted With(TrafficCount now) => new(Last is { } last ? Total + now.Since(last) : Total, now);
    }
}
