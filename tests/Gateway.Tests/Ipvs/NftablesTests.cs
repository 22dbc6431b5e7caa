using System.Diagnostics;
using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

public sealed class NftablesTests
{
    private static readonly NftElement Http = NftElement.Of(NftSet.Services, Services.Key("10.96.0.1", 80));

    [Fact]
    public void Changes_remove_before_they_add() => Assert.Equal(
        "delete element ip gateway services { 10.96.0.1 . tcp . 80 }\nadd element ip gateway services { 10.96.0.1 . udp . 53 }\n",
        NftablesText.Changes([NftElement.Of(NftSet.Services, Services.Key("10.96.0.1", 53, IpvsProtocol.Udp))], [Http]));

    [Fact]
    public void Each_family_has_a_table_of_its_own() => Assert.Equal(
        "add element ip6 gateway addresses { fd00::1 }\n", NftablesText.Changes([NftElement.OfAddress(IPAddress.Parse("fd00::1"))], []));

    [Fact]
    public void Many_elements_are_written_in_lines_of_a_bounded_length()
    {
        var text = NftablesText.Changes(Enumerable.Range(1, 60_000).Select(port => NftElement.Of(NftSet.Services, Services.Key("10.96.0.1", port))), []);

        Assert.Equal(120, text.Count(character => character == '\n'));
    }

    [Fact]
    public void The_record_is_read_as_it_was_written()
    {
        IpvsServiceKey[] keys = [Services.Key("192.0.2.7", 30001), Services.Key("2001:db8::7", 53, IpvsProtocol.Udp), Services.Key("::1", 9, IpvsProtocol.Sctp)];

        Assert.Equal(keys, keys.SelectMany(key => OwnedRecord.Parse(NftElement.Of(NftSet.Owned, key).Text)));
    }

    [Fact]
    public void The_record_is_read_as_nft_lists_it() => Assert.Equal(
        [Services.Key("192.0.2.7", 30001), Services.Key("192.0.2.7", 53, IpvsProtocol.Udp)],
        OwnedRecord.Parse("table ip gateway {\n\tset owned {\n\t\ttype ipv4_addr . inet_proto . inet_service\n\t\telements = { 192.0.2.7 . 6 . 30001,\n\t\t\t     192.0.2.7 . udp . 53 }\n\t}\n}\n"));

    [Fact]
    public void Only_what_changed_is_written()
    {
        var network = new FakeNetwork { FaultRate = 0 };
        var filter = new FilterWriter(network);
        filter.Read();
        var plan = IpvsPlan.Build(Services.State(Web("10.244.0.1:80")), NodeFacts.None);
        filter.Write(plan, _ => false);
        filter.Write(plan, _ => false);
        Assert.Equal(1, network.Transactions);

        filter.Write(IpvsPlan.Build(Services.State(Web("10.244.0.2:80")), NodeFacts.None, plan), _ => false);

        Assert.Equal(["10.244.0.2 . 10.244.0.2"], network.Nft.Elements("hairpin"));
    }

    [Fact]
    public void After_a_failure_all_is_written_anew()
    {
        var network = new FakeNetwork { FaultRate = 0 };
        var filter = new FilterWriter(network);
        filter.Read();
        var plan = IpvsPlan.Build(Services.State(Web("10.244.0.1:80")), NodeFacts.None);
        filter.Write(plan, _ => false);
        network.Nft.FlushRuleset();
        plan = IpvsPlan.Build(Services.State(Web("10.244.0.2:80")), NodeFacts.None, plan);
        Assert.Throws<IOException>(() => filter.Write(plan, _ => false));

        filter.Write(plan, _ => false);

        Assert.Equal(["10.96.0.1 . tcp . 80"], network.Nft.Elements("services"));
    }

    [Fact]
    public void Before_the_record_was_read_nothing_is_written() =>
        Assert.Throws<IOException>(() => new FilterWriter(new FakeNetwork { FaultRate = 0 }).Write(IpvsPlan.Empty, _ => false));

    [Fact]
    public void The_program_that_is_not_there_is_named()
    {
        var error = Assert.Throws<IOException>(() => new NftCommand("no-such-nft", TimeSpan.FromSeconds(10)).Write(""));

        Assert.Contains("install nftables", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_hangs_is_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        using var folder = new ScriptFolder("#!/bin/sh\nexec sleep 600\n");

        Assert.Contains("took longer", Assert.Throws<IOException>(() => new NftCommand(folder.Script, TimeSpan.FromMilliseconds(200)).Write("x")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Error: No such file or directory", true)]
    [InlineData("Error: Operation not permitted", false)]
    public void Only_what_is_not_there_lists_as_nothing(string complaint, bool isEmpty)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        using var folder = new ScriptFolder($"#!/bin/sh\necho '{complaint}' >&2\nexit 1\n");
        var nft = new NftCommand(folder.Script, TimeSpan.FromSeconds(20));

        if (isEmpty)
            Assert.Equal("", nft.List("list"));
        else
            Assert.Contains(complaint, Assert.Throws<IOException>(() => nft.List("list")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nft_takes_the_whole_and_every_kind_of_change()
    {
        var facts = NodeFacts.None with { NodeAddresses = [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")], PodNetworks = [IPNetwork.Parse("10.244.0.0/16"), IPNetwork.Parse("fd00:244::/64")] };
        var before = IpvsPlan.Build(Services.State(EveryKind(TrafficVerdict.Drop, "10.0.0.0/8", "fd00::/8")), facts);
        var after = IpvsPlan.Build(Services.State(EveryKind(TrafficVerdict.Reject, "10.0.0.0/16", "fd00::/16")), facts, before);
        var changes = after.Elements.ChangesSince(before.Elements);

        var listing = RealNft(
            NftablesText.Whole(before.Elements.Keys, facts.PodNetworks),
            NftablesText.Changes(changes.Where(change => change.Before is null).Select(change => change.Key), changes.Where(change => change.After is null).Select(change => change.Key)),
            NftablesText.Whole(after.Elements.Keys, facts.PodNetworks));

        Assert.Contains("10.96.0.9 . 6 . 80 : goto refuse", listing, StringComparison.Ordinal);
        Assert.Contains("10.96.0.1 . 6 . 80 . 10.0.0.0/16", listing, StringComparison.Ordinal);
        Assert.Contains("fd00:96::1 . 6 . 80 . fd00::/16", listing, StringComparison.Ordinal);
        Assert.Contains("10.244.0.1 . 10.244.0.1", listing, StringComparison.Ordinal);
    }

    /// <summary>kubernetes/kubernetes#129389: sets have no limit of 65,536.</summary>
    [Fact]
    public void Nft_takes_more_than_65536_elements()
    {
        var elements = Enumerable.Range(0, 70_000).Select(i => NftElement.Of(NftSet.Services, Services.Key($"10.{i / 62_500}.{i / 250 % 250}.{i % 250}", 80)));

        Assert.Equal(70_000, RealNft(NftablesText.Whole(elements, default)).Split(" . 6 . 80").Length - 1);
    }

    private static Layer4Service Web(string backend) => Services.Tcp("web", Services.At("10.96.0.1", 80, backend));

    private static IEnumerable<Layer4Service> EveryKind(TrafficVerdict verdict, string range, string range6) =>
    [
        Services.Tcp("web", Services.LoadBalancer("10.96.0.1", 80, "10.244.0.1:80") with { SourceRanges = [range, "192.0.2.0/24"], Masquerade = Masquerade.OffCluster }),
        Services.Tcp("web6", Services.LoadBalancer("fd00:96::1", 80, "[fd00:244::1]:80") with { SourceRanges = [range6], Masquerade = Masquerade.OffCluster }),
        Services.Tcp("closed", Services.At("10.96.0.9", 80) with { Verdict = verdict }),
        Services.Tcp("closed6", Services.At("fd00:96::9", 80) with { Verdict = verdict }),
        Services.Udp("node", Services.NodePort(30001, "10.244.0.2:53") with { Masquerade = Masquerade.Always }),
    ];

    /// <summary>Runs the transactions one after the other in a network namespace of their own, and lists what has come of them.</summary>
    private static string RealNft(params string[] transactions)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root on Linux, for a network namespace");
        Assert.SkipUnless(File.Exists("/usr/sbin/nft"), "needs nft");
        Assert.SkipUnless(Run("nft list ruleset").Code == 0, "needs a kernel with nftables and the right to make a network namespace");
        using var folder = new ScriptFolder("");
        var files = transactions.Select((text, i) => $"{folder.Path}/{i}").ToArray();
        foreach (var (file, text) in files.Zip(transactions))
            File.WriteAllText(file, text);
        var (code, output, error) = Run($"set -e; {string.Concat(files.Select(file => $"nft -f - < {file}; "))} nft -n list ruleset");
        Assert.True(code == 0, error);
        return output;
    }

    private static (int Code, string Output, string Error) Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PATH"] = $"/usr/sbin:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private sealed class ScriptFolder : IDisposable
    {
        public ScriptFolder(string text)
        {
            Script = System.IO.Path.Combine(Path, "script");
            File.WriteAllText(Script, text);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("gateway-nft-").FullName;

        public string Script { get; }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
