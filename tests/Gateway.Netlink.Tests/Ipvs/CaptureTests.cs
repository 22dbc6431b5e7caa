using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Tests.Support;
using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Tests.Ipvs;

/// <summary>What we write and read against what ipvsadm wrote to a kernel and read from it.</summary>
public sealed class CaptureTests
{
    /// <summary>
    /// Of an entry that is not to be made or changed, the kernel looks at what tells it from others; ipvsadm says more. What that is, by IPVS_CMD_ATTR_*
    /// and the attribute inside of it.
    /// </summary>
    private static readonly string[] Description =
        [.. Inner(1, 6, 7, 8, 9), .. Inner(2, 3, 4, 5, 6, 13, 14, 15), .. Inner(3, 2, 3)];

    public static TheoryData<string> Changes => [.. Capture.Names.Where(name => Commands(Capture.Read(name)).Any())];

    [Fact]
    public void There_are_captures_of_every_command() => Assert.Equal(
        [
            IPVS_CMD_NEW_SERVICE, IPVS_CMD_SET_SERVICE, IPVS_CMD_DEL_SERVICE, IPVS_CMD_NEW_DEST, IPVS_CMD_SET_DEST, IPVS_CMD_DEL_DEST, IPVS_CMD_NEW_DAEMON,
            IPVS_CMD_DEL_DAEMON, IPVS_CMD_SET_CONFIG, IPVS_CMD_ZERO, IPVS_CMD_FLUSH,
        ],
        Capture.Names.SelectMany(name => Commands(Capture.Read(name))).Select(exchange => exchange.Number).Distinct().Order());

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_ipvsadm_wrote_we_write(string name)
    {
        foreach (var exchange in Commands(Capture.Read(name)))
        {
            var theirs = AttributeTree.Of(exchange.Body);
            var buffer = new byte[MessageWriter.MaxLength];
            var ours = AttributeTree.Of(buffer.AsSpan(16, Rewrite(exchange, buffer) - 16));

            Assert.Equal((exchange.Number, exchange.Sent[17]), (buffer[16], buffer[17]));
            Assert.Subset(theirs, ours);
            theirs.ExceptWith(ours);
            Assert.All(theirs, line => Assert.Contains(Needless(exchange.Number), start => line.StartsWith(start, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void What_ipvsadm_saved_we_read()
    {
        using var client = Client("save");
        var lines = new List<string>();
        foreach (var service in client.ListServices())
        {
            lines.Add(IpvsadmText.Add(service.Service));
            lines.AddRange(client.ListDestinations(service.Service.Key).Select(state => IpvsadmText.Add(service.Service.Key, state.Destination)));
        }

        Assert.Equal(Capture.Output("save").Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_counters_that_ipvsadm_printed_we_read() => Assert.Equal(
        Rows("list-statistics"),
        Read("list-statistics", statistics =>
            [statistics.Connections, statistics.InPackets, statistics.OutPackets, statistics.InBytes, statistics.OutBytes]));

    [Fact]
    public void The_rates_that_ipvsadm_printed_we_read() => Assert.Equal(
        Rows("list-rates"),
        Read("list-rates", statistics =>
        [
            statistics.ConnectionsPerSecond, statistics.InPacketsPerSecond, statistics.OutPacketsPerSecond, statistics.InBytesPerSecond,
            statistics.OutBytesPerSecond,
        ]));

    [Fact]
    public void The_thresholds_and_connections_that_ipvsadm_printed_we_read()
    {
        using var client = Client("list-thresholds");
        var rows = client.ListServices().SelectMany(service => client.ListDestinations(service.Service.Key)).Select(state =>
            $"{state.Destination.Key} {state.Destination.Thresholds.Upper} {state.Destination.Thresholds.Lower} "
            + $"{state.ActiveConnections} {state.InactiveConnections}");
        var printed = Capture.Output("list-thresholds").Where(line => line.StartsWith("  -> ", StringComparison.Ordinal)).Skip(1);

        Assert.Equal(printed.Select(line => Squeeze(line[5..])).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_service_that_ipvsadm_asked_for_we_read()
    {
        using var client = Client("list-one");
        var key = IpvsServiceKey.For(IPAddress.Parse("192.0.2.1"), 80, IpvsProtocol.Tcp);

        Assert.Equal(new IpvsService(key), client.FindService(key)?.Service);
        Assert.Equal(
            ["198.51.100.12:8080 0", "198.51.100.11:8080 65535", "198.51.100.10:8080 5"],
            client.ListDestinations(key).Select(state => $"{state.Destination.Key} {state.Destination.Weight}"));
    }

    [Fact]
    public void An_empty_table_is_no_error()
    {
        using var client = Client("list-empty");

        Assert.Empty(client.ListServices());
    }

    [Fact]
    public void The_version_and_the_size_of_the_table_we_read()
    {
        using var client = Client("list");

        Assert.Equal(new IpvsInfo(new(1, 2, 1), 4096), client.GetInfo());
    }

    [Fact]
    public void The_timeouts_that_ipvsadm_printed_we_read()
    {
        using var client = Client("list-timeouts");
        var timeouts = client.GetTimeouts();

        Assert.Equal(
            Capture.Output("list-timeouts"),
            (string[])[$"Timeout (tcp tcpfin udp): {timeouts.Tcp.TotalSeconds} {timeouts.TcpFin.TotalSeconds} {timeouts.Udp.TotalSeconds}"]);
    }

    [Theory]
    [InlineData("list-daemons")]
    [InlineData("list-no-daemons")]
    public void The_daemons_that_ipvsadm_printed_we_read(string name)
    {
        using var client = Client(name);

        Assert.Equal(
            name == "list-daemons" ? Capture.Output(name) : [],
            client.ListDaemons().Select(daemon =>
                $"{daemon.State.ToString().ToLowerInvariant()} sync daemon (mcast={daemon.Interface}, syncid={daemon.SyncId}, maxlen={daemon.MaxLength}, "
                + $"group={daemon.Group}, port={daemon.Port}, ttl={daemon.TimeToLive})"));
    }

    [Theory]
    [InlineData("add-service-exists", 17, "EEXIST (File exists)")]
    [InlineData("add-service-unknown-scheduler", 2, "ENOENT (No such file or directory)")]
    [InlineData("delete-service-unknown", 3, "ESRCH (No such process)")]
    [InlineData("add-destination-unknown-service", 3, "ESRCH (No such process)")]
    [InlineData("add-destination-exists", 17, "EEXIST (File exists)")]
    [InlineData("edit-destination-unknown", 2, "ENOENT (No such file or directory)")]
    [InlineData("delete-destination-unknown", 2, "ENOENT (No such file or directory)")]
    public void What_the_kernel_refused_is_a_failure_of_its_command(string name, int error, string message)
    {
        var capture = Capture.Read(name);
        using var client = Client(capture);

        Assert.Equal([new IpvsFailure(0, error, message)], client.Execute([Command(Commands(capture).Single())]));
    }

    private static IEnumerable<string> Needless(byte number) => number switch
    {
        IPVS_CMD_NEW_SERVICE or IPVS_CMD_SET_SERVICE or IPVS_CMD_NEW_DAEMON or IPVS_CMD_SET_CONFIG => [],
        IPVS_CMD_NEW_DEST or IPVS_CMD_SET_DEST => Description.Where(start => start.StartsWith("1/", StringComparison.Ordinal)),
        _ => Description,
    };

    private static IEnumerable<string> Inner(int outer, params int[] inner) => inner.Select(type => $"{outer}/{type}=");

    private static IEnumerable<Exchange> Commands(Capture capture) => capture.Ipvs.Where(exchange => exchange.Number is not (
        IPVS_CMD_GET_SERVICE or IPVS_CMD_GET_DEST or IPVS_CMD_GET_DAEMON or IPVS_CMD_GET_CONFIG or IPVS_CMD_GET_INFO));

    /// <summary>Reads what was sent and writes it again.</summary>
    private static int Rewrite(Exchange exchange, byte[] buffer)
    {
        var writer = new IpvsCommandWriter(Capture.Family);
        return exchange.Number switch
        {
            IPVS_CMD_SET_CONFIG => writer.WriteTimeouts(buffer, IpvsReplies.ReadTimeouts(exchange.Body)!.Value),
            IPVS_CMD_NEW_DAEMON => writer.WriteStart(buffer, IpvsDaemonCodec.Read(exchange.Body)!),
            IPVS_CMD_DEL_DAEMON => writer.WriteStop(buffer, StateOf(exchange)),
            _ => writer.Write(buffer, Command(exchange)),
        };
    }

    /// <summary>The attributes of a request are those of an answer.</summary>
    private static IpvsCommand Command(Exchange exchange)
    {
        var key = AttributeTree.Of(exchange.Body).Count == 0 ? default : Service(exchange).Key;
        return exchange.Number switch
        {
            IPVS_CMD_NEW_SERVICE => new IpvsCommand.AddService(Service(exchange)),
            IPVS_CMD_SET_SERVICE => new IpvsCommand.SetService(Service(exchange)),
            IPVS_CMD_DEL_SERVICE => new IpvsCommand.DeleteService(key),
            IPVS_CMD_NEW_DEST => new IpvsCommand.AddDestination(key, Destination(exchange, key)),
            IPVS_CMD_SET_DEST => new IpvsCommand.SetDestination(key, Destination(exchange, key)),
            IPVS_CMD_DEL_DEST => new IpvsCommand.DeleteDestination(key, Destination(exchange, key).Key),
            IPVS_CMD_ZERO => new IpvsCommand.Zero(key == default ? null : key),
            _ => new IpvsCommand.Flush(),
        };
    }

    private static IpvsService Service(Exchange exchange) => IpvsServiceCodec.Read(exchange.Body)!.Service;

    private static IpvsDestination Destination(Exchange exchange, IpvsServiceKey service) =>
        IpvsDestinationCodec.Read(exchange.Body, service.Family == AddressFamily.InterNetwork ? (byte)2 : (byte)10)!.Destination;

    private static IpvsDaemonState StateOf(Exchange exchange) =>
        AttributeTree.Of(exchange.Body).Contains($"3/{IPVS_DAEMON_ATTR_STATE}=01000000") ? IpvsDaemonState.Master : IpvsDaemonState.Backup;

    private static IpvsClient Client(string name) => Client(Capture.Read(name));

    private static IpvsClient Client(Capture capture)
    {
        var connection = new NetlinkConnection(ReplayedKernel.Of(capture));
        return new(connection, new(connection, Capture.Family));
    }

    /// <summary>The rows of a table of ipvsadm's, without its heads and with single spaces.</summary>
    private static IEnumerable<string> Rows(string name) =>
        Capture.Output(name).Skip(3).Select(line => Squeeze(line.Replace("  -> ", "", StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Read(string name, Func<IpvsStatistics, ulong[]> columns)
    {
        using var client = Client(name);
        var rows = new List<string>();
        foreach (var (service, statistics) in client.ListServices())
        {
            rows.Add($"{IpvsadmText.Row(service.Key)} {string.Join(' ', columns(statistics))}");
            rows.AddRange(client.ListDestinations(service.Key).Select(state => $"{state.Destination.Key} {string.Join(' ', columns(state.Statistics))}"));
        }
        return rows.Order(StringComparer.Ordinal);
    }

    private static string Squeeze(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
