using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Nftables;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Nftables;

public sealed class NftablesClientTests
{
    [Fact]
    public void The_generation_costs_one_message()
    {
        var kernel = new FakeKernel(sent => [Answer(sent, 0x0a0f, "00000000 08000100 01020304 08000200 000019e5"), Answer(sent, NetlinkConstants.NLMSG_ERROR, "00000000")]);
        using var client = new NftablesClient(new(kernel));

        Assert.Equal(0x01020304u, client.ReadGeneration());
        var message = Assert.Single(kernel.Messages);
        Assert.Equal((0x0a10, "00000000"), (message.Type, Hex.Of(message.Body)));
    }

    [Fact]
    public void After_the_last_generation_comes_the_first() => Assert.Equal((1u, 8u), (NftablesClient.Following(uint.MaxValue), NftablesClient.Following(7)));

    [Fact]
    public void Elements_are_read_as_a_kernel_told_them()
    {
        // From Linux 6.18: a map of verdicts with 1.2.3.4 . tcp . 80 : goto refuse and 1.2.3.5 . tcp . 80 : drop, and intervals of networks.
        const string Verdicts = """
            34000100 14000100 10000100 01020304 06000000 00500000 1c000200 18000200 08000100 fffffffc 0b000200 72656675 73650000
            28000100 14000100 10000100 01020305 06000000 00500000 10000200 0c000200 08000100 00000000
            """;
        const string Networks = "34000100 18000100 14000100 01020304 06000000 00510000 ff000000 18000a00 14000100 01020304 06000000 00510000 ffffffff";
        const string Ends = "1c000100 0c000100 08000100 ffffff00 0a000600 01040100 00000000 18000100 0c000100 08000100 0a000300 08000300 00000001";

        Assert.Equal(["0102030406000000 00500000 -4 refuse", "0102030506000000 00500000 0"], Read(Verdicts).Select(text => text.Insert(16, " ")));
        Assert.Equal(["01020304060000000051 0000ff000000-01020304060000000051 0000ffffffff"], Read(Networks).Select(text => text.Insert(20, " ").Insert(54, " ")));
        Assert.Equal(["ffffff00", "0a000300 end"], Read(Ends));
    }

    [Fact]
    public void A_dump_that_was_interrupted_begins_anew_and_says_so()
    {
        var dumps = 0;
        var kernel = new FakeKernel(sent =>
        {
            var flags = dumps++ == 0 ? (ushort)(NetlinkConstants.NLM_F_MULTI | NetlinkConstants.NLM_F_DUMP_INTR) : NetlinkConstants.NLM_F_MULTI;
            return [Answer(sent, 0x0a0c, Elements("10000100 0c000100 08000100 0a000001"), flags), Answer(sent, NetlinkConstants.NLMSG_DONE, "00000000")];
        });
        using var client = new NftablesClient(new(kernel));
        var told = new List<string>();

        client.ReadElements(AddressFamily.InterNetwork, "t", "s", (in element) => told.Add(Hex.Of(element.Key)), () => told.Add("restart"));

        Assert.Equal(["restart", "0a000001", "restart", "0a000001"], told);
    }

    [Fact]
    public void What_is_not_there_is_told_from_what_is_empty() => Nftables("table ip t { set s { type ipv4_addr; }; }", client =>
    {
        Assert.Empty(Read(client, "s"));
        Assert.Equal(Errno.ENOENT, Assert.Throws<NetlinkException>(() => Read(client, "other")).Error);
        Assert.NotNull(client.ReadFingerprint(AddressFamily.InterNetwork, "t"));
        Assert.Null(client.ReadFingerprint(AddressFamily.InterNetworkV6, "t"));
    });

    [Fact]
    public void Many_elements_are_read_once_each() => Nftables(
        $"table ip t {{ set s {{ type ipv4_addr; elements = {{ {string.Join(", ", Enumerable.Range(0, 5000).Select(i => $"10.0.{i / 250}.{i % 250}"))} }}; }}; }}", client =>
    {
        var read = Read(client, "s");

        Assert.Equal(5000, read.Count);
        Assert.Equal(5000, read.Distinct().Count());
    });

    [Theory]
    [InlineData("add element ip t s { 10.0.0.1 }", true)]
    [InlineData("add table ip other; add chain ip other c; add rule ip other c drop", true)]
    [InlineData("add rule ip t c drop", false)]
    [InlineData("add chain ip t d", false)]
    [InlineData("add set ip t more { type ipv4_addr; }", false)]
    [InlineData("delete table ip t; add table ip t; add set ip t s { type ipv4_addr; }; add chain ip t c", false)]
    public void The_fingerprint_is_of_all_but_the_elements(string edit, bool isSame) => Nftables("table ip t { set s { type ipv4_addr; }; chain c { accept; }; }", client =>
    {
        var before = client.ReadFingerprint(AddressFamily.InterNetwork, "t");
        Assert.Equal(before, client.ReadFingerprint(AddressFamily.InterNetwork, "t"));
        Nft(edit);

        Assert.Equal(isSame, client.ReadFingerprint(AddressFamily.InterNetwork, "t") == before);
    });

    private static IReadOnlyList<string> Read(string elements)
    {
        var kernel = new FakeKernel(sent => [Answer(sent, 0x0a0c, Elements(elements), NetlinkConstants.NLM_F_MULTI), Answer(sent, NetlinkConstants.NLMSG_DONE, "00000000")]);
        using var client = new NftablesClient(new(kernel));
        return Read(client, "s");
    }

    private static List<string> Read(NftablesClient client, string set)
    {
        var read = new List<string>();
        client.ReadElements(AddressFamily.InterNetwork, "t", set, (in element) => read.Add(TextOf(element)), read.Clear);
        return read;
    }

    private static string TextOf(in NftablesElement element)
    {
        var text = new StringBuilder(Hex.Of(element.Key));
        if (!element.KeyEnd.IsEmpty)
            text.Append('-').Append(Hex.Of(element.KeyEnd));
        if (element.Verdict is { } verdict)
            text.Append(' ').Append(verdict);
        if (!element.Chain.IsEmpty)
            text.Append(' ').Append(Encoding.ASCII.GetString(element.Chain));
        return text.Append(element.IsIntervalEnd ? " end" : "").ToString();
    }

    /// <summary>struct nfgenmsg, the names of table and set, and the list.</summary>
    private static string Elements(string elements)
    {
        var bytes = Hex.Parse(elements);
        return $"02000002 06000100 74000000 06000200 73000000 {Hex.Of([(byte)(bytes.Length + 4), 0])} 0300 {Hex.Of(bytes)}";
    }

    private static Datagram Answer(Sent sent, ushort type, string body, ushort flags = 0)
    {
        var bytes = new byte[16 + Hex.Parse(body).Length];
        BitConverter.TryWriteBytes(bytes, bytes.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), type);
        BitConverter.TryWriteBytes(bytes.AsSpan(6), flags);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), sent.Sequence);
        BitConverter.TryWriteBytes(bytes.AsSpan(12), sent.Port);
        Hex.Parse(body).CopyTo(bytes, 16);
        return new(bytes);
    }

    private static void Nftables(string tables, Action<NftablesClient> test) => NetworkNamespace.Run(() =>
    {
        Assert.SkipUnless(Nft(tables), "no program nft that this kernel obeys");
        using var client = NftablesClient.Open();
        test(client);
    });

    /// <summary>A process is in the namespace of the thread that starts it.</summary>
    private static bool Nft(string tables)
    {
        try
        {
            using var nft = Process.Start(new ProcessStartInfo("nft", ["-f", "-"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true })!;
            nft.StandardInput.Write(tables);
            nft.StandardInput.Close();
            nft.StandardError.ReadToEnd();
            nft.WaitForExit();
            return nft.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
