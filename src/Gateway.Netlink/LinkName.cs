using System.Text;

namespace Gateway.Netlink;

/// <summary>What the kernel takes for the name of a network interface: dev_valid_name of net/core/dev.c.</summary>
internal static class LinkName
{
    /// <summary>IFNAMSIZ, and IP_VS_IFNAME_MAXLEN, without the terminating zero. In bytes.</summary>
    private const int MaxLength = 15;

    public static void Ensure(string name, string field)
    {
        ArgumentNullException.ThrowIfNull(name, field);
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length is 0 or > MaxLength || name is "." or ".." || bytes.AsSpan().ContainsAny("\0/:"u8) || bytes.Any(IsSpace))
            throw new ArgumentException($"\"{name}\" is no name of a link: 1–{MaxLength} bytes, no slash, no colon, no space", field);
    }

    /// <summary>The kernel's isspace, which takes a byte for a Latin-1 character: the last is its no-break space.</summary>
    private static bool IsSpace(byte character) => character is (>= 9 and <= 13) or (byte)' ' or 0xa0;
}
