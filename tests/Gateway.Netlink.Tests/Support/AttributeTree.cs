namespace Gateway.Netlink.Tests.Support;

/// <summary>The attributes of a message of IPVS as lines, so that two messages that say the same in another order, or mark what is nested otherwise, are equal.</summary>
internal static class AttributeTree
{
    /// <summary>Of IPVS, the attributes of the first level that hold others: IPVS_CMD_ATTR_SERVICE, …_DEST, …_DAEMON.</summary>
    private const int LastNested = 3;

    /// <summary>Such as <c>1/3=0a600001…</c>, the type of the outer and of the inner attribute and the value.</summary>
    public static SortedSet<string> Of(ReadOnlySpan<byte> body)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        var outer = GenericNetlink.Attributes(body);
        while (outer.Read())
        {
            if (outer.Type > LastNested)
                lines.Add($"{outer.Type}={Hex.Of(outer.Value)}");
            var inner = outer.Type > LastNested ? new AttributeReader([]) : outer.ReadNested();
            while (inner.Read())
                lines.Add($"{outer.Type}/{inner.Type}={Hex.Of(inner.Value)}");
        }
        return OnlyTheAddress(lines);
    }

    /// <summary>After the four bytes of a destination's IPv4 address, ipvsadm writes what is left in its memory of the service's IPv6 address.</summary>
    private static SortedSet<string> OnlyTheAddress(SortedSet<string> lines)
    {
        const string family = "2/11=0200";
        const string address = "2/1=";
        if (!lines.Contains(family) || lines.FirstOrDefault(line => line.StartsWith(address, StringComparison.Ordinal)) is not { } line)
            return lines;
        lines.Remove(line);
        lines.Add(line[..(address.Length + 8)]);
        return lines;
    }
}
