namespace Gateway.Netlink.Nftables;

/// <summary>Constants of linux/netfilter/nfnetlink.h and nf_tables.h, under the names they have there.</summary>
internal static class NftablesConstants
{
    public const byte NFNETLINK_V0 = 0;

    /// <summary>NFNL_SUBSYS_NFTABLES, the upper byte of a message's type; NFT_MSG_* is the lower.</summary>
    public const ushort NFNL_SUBSYS_NFTABLES = 10 << 8;

    public const ushort NFT_MSG_GETTABLE = 1;
    public const ushort NFT_MSG_GETCHAIN = 4;
    public const ushort NFT_MSG_GETRULE = 7;
    public const ushort NFT_MSG_GETSET = 10;
    public const ushort NFT_MSG_GETSETELEM = 13;
    public const ushort NFT_MSG_GETGEN = 16;
    public const ushort NFT_MSG_GETOBJ = 19;
    public const ushort NFT_MSG_GETFLOWTABLE = 23;

    /// <summary>The name of the table: NFTA_TABLE_NAME, NFTA_CHAIN_TABLE, NFTA_RULE_TABLE, NFTA_SET_TABLE, NFTA_OBJ_TABLE, NFTA_FLOWTABLE_TABLE.</summary>
    public const ushort NFTA_TABLE_NAME = 1;

    public const ushort NFTA_TABLE_FLAGS = 2;
    public const ushort NFTA_TABLE_HANDLE = 4;

    public const ushort NFTA_CHAIN_HANDLE = 2;
    public const ushort NFTA_CHAIN_NAME = 3;
    public const ushort NFTA_CHAIN_HOOK = 4;
    public const ushort NFTA_CHAIN_POLICY = 5;
    public const ushort NFTA_CHAIN_TYPE = 7;
    public const ushort NFTA_CHAIN_FLAGS = 10;

    public const ushort NFTA_RULE_CHAIN = 2;
    public const ushort NFTA_RULE_HANDLE = 3;
    public const ushort NFTA_RULE_EXPRESSIONS = 4;

    public const ushort NFTA_SET_NAME = 2;
    public const ushort NFTA_SET_FLAGS = 3;
    public const ushort NFTA_SET_KEY_TYPE = 4;
    public const ushort NFTA_SET_KEY_LEN = 5;
    public const ushort NFTA_SET_DATA_TYPE = 6;
    public const ushort NFTA_SET_TIMEOUT = 11;
    public const ushort NFTA_SET_HANDLE = 16;

    public const ushort NFTA_OBJ_NAME = 2;
    public const ushort NFTA_OBJ_TYPE = 3;
    public const ushort NFTA_OBJ_HANDLE = 6;

    public const ushort NFTA_FLOWTABLE_NAME = 2;
    public const ushort NFTA_FLOWTABLE_HANDLE = 5;

    public const ushort NFTA_SET_ELEM_LIST_TABLE = 1;
    public const ushort NFTA_SET_ELEM_LIST_SET = 2;
    public const ushort NFTA_SET_ELEM_LIST_ELEMENTS = 3;

    public const ushort NFTA_SET_ELEM_KEY = 1;
    public const ushort NFTA_SET_ELEM_DATA = 2;
    public const ushort NFTA_SET_ELEM_FLAGS = 3;
    public const ushort NFTA_SET_ELEM_EXPR = 7;
    public const ushort NFTA_SET_ELEM_KEY_END = 10;
    public const ushort NFTA_SET_ELEM_EXPRESSIONS = 11;

    public const uint NFT_SET_ELEM_INTERVAL_END = 1;
    public const uint NFT_SET_ELEM_CATCHALL = 2;

    public const ushort NFTA_DATA_VALUE = 1;
    public const ushort NFTA_DATA_VERDICT = 2;
    public const ushort NFTA_VERDICT_CODE = 1;
    public const ushort NFTA_VERDICT_CHAIN = 2;

    public const ushort NFTA_GEN_ID = 1;

    /// <summary>The length of struct nfgenmsg.</summary>
    public const int HeaderLength = 4;
}
