using System.Runtime.InteropServices;

namespace Gateway.Netlink.Ipvs;

/// <summary>
/// How many connections, active and inactive, a destination may have: IPVS_DEST_ATTR_U_THRESH and IPVS_DEST_ATTR_L_THRESH, 0–4,294,967,295 each.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsThresholds
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lower"/> is greater than <paramref name="upper"/>, for which the kernel has ERANGE.</exception>
    public IpvsThresholds(uint upper, uint lower = 0)
    {
        IpvsRanges.EnsureRange(lower, 0, upper, nameof(lower));
        (Upper, Lower) = (upper, lower);
    }

    /// <summary>From how many on it takes no more; 0 for no limit.</summary>
    public uint Upper { get; }

    /// <summary>Below how many it takes some again; 0 for three quarters of <see cref="Upper"/>.</summary>
    public uint Lower { get; }
}
