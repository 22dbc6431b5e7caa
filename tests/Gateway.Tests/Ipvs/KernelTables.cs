using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Tests.Ipvs;

/// <summary>The nftables of this machine's kernel, in a network namespace of the test's own, and nft for whoever else changes them.</summary>
internal sealed class KernelTables : IDisposable
{
    private const string Program = "/usr/sbin/nft";

    private KernelTables()
    {
    }

    public LinuxNetwork Network { get; } = new(NewNft(), new KernelSettings());

    private NftCommand Nft { get; } = NewNft();

    public static void Run(Action<KernelTables> test)
    {
        Assert.SkipUnless(File.Exists(Program), "needs nft");
        NetworkNamespace.Run(() =>
        {
            using var tables = new KernelTables();
            Assert.SkipUnless(tables.CanBeListed(), "needs a kernel with nftables");
            test(tables);
        });
    }

    /// <summary>As somebody else does it.</summary>
    public void Edit(string transaction) => Nft.Write(transaction);

    /// <summary>All tables, every element in a line of its own, ordered.</summary>
    public IReadOnlyList<string> List() =>
    [
        .. Nft.List("-n", "list", "ruleset")
            .Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Replace("elements = {", "").Replace(" }", "").Trim())
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A writer that has written a plan.</summary>
    public FilterWriter Write(IpvsPlan plan)
    {
        var filter = new FilterWriter(Network);
        filter.Read();
        filter.Write(plan, _ => true);
        return filter;
    }

    /// <summary>What there is beside these elements.</summary>
    public (FilterDifference Difference, bool IsAsWritten) Compare(WrittenElements written, ValueArray<IPNetwork> podNetworks)
    {
        var comparison = new FilterComparison(Network, written, new HashSet<NftElement>(), podNetworks);
        return (comparison.Find(), comparison.IsAsWritten);
    }

    public void Dispose() => Network.Dispose();

    private static NftCommand NewNft() => new(Program, TimeSpan.FromMinutes(1));

    private bool CanBeListed()
    {
        try
        {
            Nft.List("list", "ruleset");
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
