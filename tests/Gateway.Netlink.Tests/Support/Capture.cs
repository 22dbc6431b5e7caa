namespace Gateway.Netlink.Tests.Support;

/// <summary>
/// What a run of ipvsadm and the kernel said to each other: a line <c># command</c>, then for each datagram that was sent <c>&gt; bytes</c> and for
/// each that was received <c>&lt; bytes</c>.
/// </summary>
internal sealed record Capture(string Command, IReadOnlyList<Exchange> Exchanges)
{
    /// <summary>The number of the family IPVS on the machine where they were recorded.</summary>
    public const ushort Family = 0x20;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Captures");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <summary>Requests about IPVS, without those by which the family is found.</summary>
    public IEnumerable<Exchange> Ipvs => Exchanges.Where(exchange => exchange.Type == Family);

    public static Capture Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, $"{name}.txt"));
        var exchanges = new List<Exchange>();
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith('>'))
                exchanges.Add(new(Hex.Parse(line[1..]), []));
            else if (line.StartsWith('<'))
                exchanges[^1].Received.Add(Hex.Parse(line[1..]));
        }
        return new(lines[0].TrimStart('#', ' '), exchanges);
    }

    /// <summary>What ipvsadm printed.</summary>
    public static string[] Output(string name) => File.ReadAllLines(Path.Combine(Folder, $"{name}.output"));
}

/// <summary>A message that was sent, and the datagrams that answered it.</summary>
internal sealed record Exchange(byte[] Sent, List<byte[]> Received)
{
    public ushort Type => BitConverter.ToUInt16(Sent, 4);

    public bool IsDump => (BitConverter.ToUInt16(Sent, 6) & NetlinkConstants.NLM_F_DUMP) == NetlinkConstants.NLM_F_DUMP;

    /// <summary>IPVS_CMD_*.</summary>
    public byte Number => Sent[16];

    /// <summary>What follows struct nlmsghdr.</summary>
    public byte[] Body => Sent[16..];
}
