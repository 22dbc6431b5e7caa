using Gateway.Netlink.Interop;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>
/// The number of the generic netlink family IPVS. The kernel gives it when the module ip_vs is loaded, and another one the next time; older kernels may then
/// give this one to another family. So no list is believed, and nothing is changed, before the number is looked up again.
/// </summary>
internal sealed class IpvsFamily(NetlinkConnection connection, ushort number)
{
    public ushort Number => number;

    /// <exception cref="NetlinkException">The kernel has no IPVS (ENOENT), also after the module was asked for.</exception>
    public static IpvsFamily Find(NetlinkConnection connection, Action<string> tryLoad)
    {
        if (GenericNetlink.FindFamily(connection, IPVS_GENL_NAME) is { } there)
            return new(connection, there);
        tryLoad("ip_vs");
        return GenericNetlink.FindFamily(connection, IPVS_GENL_NAME) is { } loaded
            ? new(connection, loaded)
            : throw new NetlinkException(Errno.ENOENT, "this kernel has no IPVS: load the module ip_vs (modprobe ip_vs)");
    }

    /// <exception cref="NetlinkException"><see cref="NetlinkReason.ConnectionLost"/>: the family went, or has another number now.</exception>
    public void EnsureThere()
    {
        if (GenericNetlink.FindFamily(connection, IPVS_GENL_NAME) is var found && found == number)
            return;
        var fate = found is null ? "was removed" : "was removed and loaded again";
        throw new NetlinkException(Errno.ENOENT, $"the kernel's module ip_vs {fate} while it was in use") { Reason = NetlinkReason.ConnectionLost };
    }

    /// <summary>Runs a request, and tells whether the family is to blame where it fails.</summary>
    /// <exception cref="NetlinkException">What the request throws, or <see cref="NetlinkReason.ConnectionLost"/>.</exception>
    public T Ask<T>(Func<T> request)
    {
        try
        {
            return request();
        }
        catch (NetlinkException error) when (error.Reason == NetlinkReason.Request && MayBeGone(error.Error))
        {
            EnsureThere();
            throw;
        }
    }

    /// <summary>
    /// Whether it may mean that the family is gone: ENOENT from generic netlink itself, anything from another family. ESRCH and EEXIST are what IPVS says
    /// of its own entries every day.
    /// </summary>
    public static bool MayBeGone(int error) => error is not (Errno.ESRCH or Errno.EEXIST);
}
