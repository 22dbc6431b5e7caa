namespace Gateway.Netlink.Routing;

/// <summary>Constants of linux/rtnetlink.h, linux/if_link.h, linux/if_addr.h and linux/if.h, under the names they have there.</summary>
internal static class RoutingConstants
{
    public const ushort RTM_NEWLINK = 16;
    public const ushort RTM_DELLINK = 17;
    public const ushort RTM_GETLINK = 18;
    public const ushort RTM_NEWADDR = 20;
    public const ushort RTM_DELADDR = 21;
    public const ushort RTM_GETADDR = 22;

    public const uint IFF_UP = 0x1;
    public const uint IFF_NOARP = 0x80;

    public const ushort IFLA_IFNAME = 3;
    public const ushort IFLA_MTU = 4;
    public const ushort IFLA_LINKINFO = 18;
    public const ushort IFLA_EXT_MASK = 29;
    public const ushort IFLA_INFO_KIND = 1;
    public const uint RTEXT_FILTER_SKIP_STATS = 8;

    public const ushort IFA_ADDRESS = 1;
    public const ushort IFA_LOCAL = 2;
    public const ushort IFA_FLAGS = 8;
    public const uint IFA_F_NODAD = 0x02;
    public const uint IFA_F_NOPREFIXROUTE = 0x200;

    /// <summary>The length of struct ifinfomsg.</summary>
    public const int LinkHeaderLength = 16;

    /// <summary>The length of struct ifaddrmsg.</summary>
    public const int AddressHeaderLength = 8;
}
