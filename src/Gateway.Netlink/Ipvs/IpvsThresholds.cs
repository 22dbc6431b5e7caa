using System.Runtime.InteropServices;

namespace Gateway.Netlink.Ipvs;

/// <summary>
/// How many connections, active and inactive, a destination may have: IPVS_DEST_ATTR_U_THRESH and IPVS_DEST_ATTR_L_THRESH, 0–2,147,483,647 each.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsThresholds
{
    /// <summary>Older kernels take more, of 32 bits.</summary>
    private const uint Max = int.MaxValue;

    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="upper"/> is too great, for which kernels of today have EINVAL, or <paramref name="lower"/> is greater than that, for which all have ERANGE.
    /// </exception>
    public IpvsThresholds(uint upper, uint lower = 0)
    {
        IpvsRanges.EnsureRange(upper, 0, Max, nameof(upper));
        IpvsRanges.EnsureRange(lower, 0, upper, nameof(lower));
        (Upper, Lower) = (upper, lower);
    }

    /// <summary>From how many on it takes no more; 0 for no limit.</summary>
    public uint Upper { get; }

    /// <summary>Below how many it takes some again; 0 for three quarters of <see cref="Upper"/>.</summary>
    public uint Lower { get; }

    /// <summary>What comes nearest to what a kernel says.</summary>
    internal static IpvsThresholds Nearest(uint upper, uint lower) => new(Math.Min(upper, Max), Math.Min(lower, Math.Min(upper, Max)));
}
