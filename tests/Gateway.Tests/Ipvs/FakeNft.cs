using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Netlink.Nftables;

namespace Gateway.Tests.Ipvs;

/// <summary>
/// As much of nft as the gateway's text needs, by its rules: what is deleted has to be there, intervals do not overlap, all is done or nothing, and a
/// transaction that changes anything makes the next generation.
/// </summary>
internal sealed partial class FakeNft
{
    private static readonly Dictionary<string, byte> Protocols = new() { ["tcp"] = 6, ["udp"] = 17, ["sctp"] = 132 };

    private Dictionary<string, Dictionary<string, ImmutableHashSet<string>>> _tables = [];

    public uint Generation { get; private set; } = uint.MaxValue - 3;

    /// <summary>The element that is left out the next time its set is read, as the kernel may when it has just made room.</summary>
    public string? LeavingOutOnce { get; set; }

    /// <summary>What there is, without the elements.</summary>
    public string Fingerprint => string.Join('\n', _tables.OrderBy(table => table.Key).Select(table => $"{table.Key}: {string.Join(' ', table.Value.Keys.Order())}"));

    /// <summary>Of both families.</summary>
    public IReadOnlySet<string> Elements(string set) =>
        _tables.Values.SelectMany(table => table.GetValueOrDefault(set) ?? []).ToHashSet();

    public IReadOnlySet<string> Elements(string table, string set) => _tables.GetValueOrDefault(table)?.GetValueOrDefault(set) ?? [];

    public bool HasTable(string table) => _tables.ContainsKey(table);

    /// <summary>As somebody else might.</summary>
    public void FlushRuleset()
    {
        _tables.Clear();
        Commit();
    }

    /// <summary>Somebody makes or changes a table of his own.</summary>
    public void Commit() => Generation = Generation == uint.MaxValue ? 1 : Generation + 1;

    /// <summary>The elements as the kernel tells them, those of the first half once more when it begins anew.</summary>
    public void Read(string table, string set, ReadNftablesElement read, Action restart)
    {
        if (!_tables.TryGetValue(table, out var sets) || !sets.TryGetValue(set, out var elements))
            throw new IOException($"No such file or directory: {table} {set}");
        restart();
        foreach (var element in elements.Take(elements.Count / 2))
            Tell(set, element, read);
        restart();
        var leftOut = elements.Contains(LeavingOutOnce ?? "") ? LeavingOutOnce : null;
        LeavingOutOnce = leftOut is null ? LeavingOutOnce : null;
        foreach (var element in elements.Where(element => element != leftOut))
            Tell(set, element, read);
        // In place of what it leaves out it tells another one twice.
        if (leftOut is not null && elements.FirstOrDefault(element => element != leftOut) is { } twice)
            Tell(set, twice, read);
    }

    public void Run(string transaction)
    {
        var isChanged = false;
        var tables = _tables.ToDictionary(table => table.Key, table => table.Value.ToDictionary(set => set.Key, set => set.Value));
        string? open = null;
        foreach (var line in transaction.Split('\n'))
        {
            if (Element().Match(line) is { Success: true } element)
                isChanged |= Change(tables, element);
            else if (Table().Match(line) is { Success: true } table)
                (open, isChanged) = (Define(tables, table), true);
            else if (Set().Match(line) is { Success: true } set)
                tables[open!].Add(set.Groups["name"].Value, [.. set.Groups["elements"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
            else if (Flush().Match(line) is { Success: true } flush)
                (tables[flush.Groups["table"].Value][flush.Groups["set"].Value], isChanged) = ([], true);
        }
        _tables = tables;
        if (isChanged)
            Commit();
    }

    private static string? Define(Dictionary<string, Dictionary<string, ImmutableHashSet<string>>> tables, Match line)
    {
        var name = line.Groups["name"].Value;
        if (line.Groups["verb"].Value.Trim() == "delete")
            return tables.Remove(name) ? null : throw new IOException($"No such file or directory: {name}");
        tables.TryAdd(name, []);
        return name;
    }

    private static bool Change(Dictionary<string, Dictionary<string, ImmutableHashSet<string>>> tables, Match line)
    {
        var name = line.Groups["set"].Value;
        if (!tables.TryGetValue(line.Groups["table"].Value, out var sets) || !sets.TryGetValue(name, out var set))
            throw new IOException($"No such file or directory: {line.Groups["table"].Value} {name}");
        var changed = set.ToBuilder();
        foreach (var element in line.Groups["elements"].Value.Split(',', StringSplitOptions.TrimEntries))
            if (line.Groups["verb"].Value == "add")
                Add(name, changed, element);
            else if (!changed.Remove(element) && (changed.FirstOrDefault(there => IsThat(name, there, element)) is not { } there || !changed.Remove(there)))
                throw new IOException($"No such file or directory: element {element} of {name}");
        sets[name] = changed.ToImmutable();
        return !ReferenceEquals(sets[name], set);
    }

    /// <summary>What is deleted is named by its key, in any of the ways to write it.</summary>
    private static bool IsThat(string set, string there, string deleted) => Keys(set, there) == Keys(set, deleted);

    private static string Keys(string set, string element)
    {
        var (key, end) = KeyOf(set, element);
        return $"{Convert.ToHexString(key)}-{Convert.ToHexString(end)}";
    }

    private static void Tell(string set, string element, ReadNftablesElement read)
    {
        var (key, end) = KeyOf(set, element);
        if (set == "pod_networks")
        {
            read(new() { Key = key });
            if (Add(end, 1) is { } after)
                read(new() { Key = after, IsIntervalEnd = true });
            return;
        }
        var verdict = element.Split(" : ")[^1].Split(' ');
        read(new()
        {
            Key = key,
            KeyEnd = end.AsSpan().SequenceEqual(key) ? [] : end,
            Verdict = set != "verdicts" ? null : verdict[0] switch { "drop" => 0, "accept" => 1, "goto" => -4, _ => throw new IOException($"syntax error: {element}") },
            Chain = verdict[0] == "goto" ? Encoding.ASCII.GetBytes(verdict[1]) : [],
        });
    }

    private static (byte[] Key, byte[] End) KeyOf(string set, string element)
    {
        var parts = element.Split(" : ")[0].Split(" . ").Select((part, i) => PartOf(part, i is 0 or 3 || set == "hairpin", isProtocol: i == 1)).ToArray();
        return ([.. parts.SelectMany(part => part.First)], [.. parts.SelectMany(part => part.Last)]);
    }

    private static (byte[] First, byte[] Last) PartOf(string part, bool isAddress, bool isProtocol)
    {
        if (part.Split('-') is [var first, var last])
            return (PartOf(first, isAddress, isProtocol).First, PartOf(last, isAddress, isProtocol).Last);
        if (isAddress && !part.Contains('/'))
            return (IPAddress.Parse(part).GetAddressBytes(), IPAddress.Parse(part).GetAddressBytes());
        if (isAddress)
        {
            var network = IPNetwork.Parse(part);
            var (low, high) = (network.BaseAddress.GetAddressBytes(), network.BaseAddress.GetAddressBytes());
            for (var bit = network.PrefixLength; bit < 8 * high.Length; bit++)
                high[bit / 8] |= (byte)(0x80 >> (bit % 8));
            return (low, high);
        }
        var bytes = new byte[4];
        if (isProtocol)
            bytes[0] = Protocols.TryGetValue(part, out var known) ? known : byte.Parse(part);
        else
            BinaryPrimitives.WriteUInt16BigEndian(bytes, ushort.Parse(part));
        return (bytes, bytes);
    }

    /// <summary>Null after the last one.</summary>
    private static byte[]? Add(byte[] address, int carry)
    {
        var next = (byte[])address.Clone();
        for (var i = next.Length - 1; i >= 0 && carry > 0; i--)
            (next[i], carry) = ((byte)(next[i] + carry), next[i] + carry > 255 ? 1 : 0);
        return carry > 0 ? null : next;
    }

    private static void Add(string name, ImmutableHashSet<string>.Builder set, string element)
    {
        var key = element.Split(" : ")[0];
        if (name == "verdicts" && set.Any(other => other != element && other.Split(" : ")[0] == key))
            throw new IOException($"File exists: {key} of {name}");
        if (name == "source_ranges" && set.Any(other => other != element && Overlap(other, element)))
            throw new IOException($"conflicting intervals specified: {element}");
        set.Add(element);
    }

    private static bool Overlap(string left, string right)
    {
        var (cutLeft, cutRight) = (left.LastIndexOf(" . ", StringComparison.Ordinal), right.LastIndexOf(" . ", StringComparison.Ordinal));
        if (left[..cutLeft] != right[..cutRight])
            return false;
        var (first, second) = (NetworkOf(left[(cutLeft + 3)..]), NetworkOf(right[(cutRight + 3)..]));
        return first.Contains(second.BaseAddress) || second.Contains(first.BaseAddress);
    }

    [GeneratedRegex(@"^(?<verb>add|delete) element (?<table>ip6? \w+) (?<set>\w+) \{ (?<elements>.*) \}$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Element();

    [GeneratedRegex(@"^(?<verb>(?:add |delete )?)table (?<name>ip6? \w+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Table();

    private static IPNetwork NetworkOf(string text) =>
        text.Contains('/') ? IPNetwork.Parse(text) : new(IPAddress.Parse(text), IPAddress.Parse(text).GetAddressBytes().Length * 8);

    [GeneratedRegex(@"^flush set (?<table>ip6? \w+) (?<set>\w+)$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Flush();

    [GeneratedRegex(@"^  (?:set|map) (?<name>\w+) \{(?:.* elements = \{ (?<elements>.*) \};)?", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Set();
}
