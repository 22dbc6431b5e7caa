namespace Gateway.Netlink.Conntrack;

/// <summary>Constants of linux/netfilter/nfnetlink.h and nfnetlink_conntrack.h, under the names they have there.</summary>
internal static class ConntrackConstants
{
    public const byte NFNETLINK_V0 = 0;

    /// <summary>NFNL_SUBSYS_CTNETLINK, the upper byte of a message's type; IPCTNL_MSG_CT_* is the lower.</summary>
    public const ushort NFNL_SUBSYS_CTNETLINK = 1 << 8;

    public const ushort IPCTNL_MSG_CT_GET = 1;
    public const ushort IPCTNL_MSG_CT_DELETE = 2;
    public const ushort IPCTNL_MSG_CT_GET_STATS = 5;

    public const ushort CTA_TUPLE_ORIG = 1;
    public const ushort CTA_TUPLE_REPLY = 2;
    public const ushort CTA_ID = 12;

    public const ushort CTA_TUPLE_IP = 1;
    public const ushort CTA_TUPLE_PROTO = 2;

    public const ushort CTA_IP_V4_SRC = 1;
    public const ushort CTA_IP_V4_DST = 2;
    public const ushort CTA_IP_V6_SRC = 3;
    public const ushort CTA_IP_V6_DST = 4;

    public const ushort CTA_PROTO_NUM = 1;
    public const ushort CTA_PROTO_SRC_PORT = 2;
    public const ushort CTA_PROTO_DST_PORT = 3;

    /// <summary>The length of struct nfgenmsg.</summary>
    public const int HeaderLength = 4;
}
