using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Ipvs.Localhost;

namespace Gateway.Tests.Ipvs.Localhost;

public sealed class UdpRelayTests : IDisposable
{
    private const int Capacity = 2;

    /// <summary>In milliseconds. What never comes would be waited for for ever.</summary>
    private const int TimeLimit = 60_000;

    private readonly ManualTime _time = new();
    private readonly List<IDisposable> _things = [];
    private readonly Socket _server;
    private readonly Socket _otherServer;
    private readonly int _port;
    private readonly UdpRelay _relay;

    public UdpRelayTests()
    {
        _server = Bind(RelayScene.Node, 0);
        _port = ((IPEndPoint)_server.LocalEndPoint!).Port;
        _otherServer = Bind(RelayScene.OtherNode, _port);
        _relay = Open();
        _things.Add(_relay);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var thing in _things)
            thing.Dispose();
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Each_client_has_its_own_way_and_gets_its_own_answers()
    {
        var (first, second) = (Client(), Client());
        var (firstSource, secondSource) = (await SendAsync(first, "1"), await SendAsync(second, "2"));
        Assert.NotEqual(firstSource, secondSource);
        Assert.Equal(firstSource, await SendAsync(first, "1 again"));

        await AnswerAsync(secondSource, "to 2");
        await AnswerAsync(firstSource, "to 1");

        Assert.Equal(["to 1", "to 2"], [await ReceiveAsync(first), await ReceiveAsync(second)]);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData(0)]
    [InlineData(60_000)]
    public async Task A_datagram_comes_whole_both_ways(int size)
    {
        var (client, text) = (Client(), new string('x', size));

        var source = await SendAsync(client, text);
        await AnswerAsync(source, text);

        Assert.Equal(text, await ReceiveAsync(client));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_client_that_is_idle_is_forgotten_and_one_that_talks_or_is_talked_to_is_not()
    {
        var (idle, talks, listens) = (Client(), Client(), Client());
        using var relay = Reopen(capacity: 3);
        var (idleSource, talksSource, listensSource) = (await SendAsync(idle, "1"), await SendAsync(talks, "2"), await SendAsync(listens, "3"));

        _time.Advance(TimeSpan.FromSeconds(40));
        await SendAsync(talks, "2");
        await AnswerAsync(listensSource, "3");
        await ReceiveAsync(listens);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.NotEqual(idleSource, await SendAsync(idle, "1"));
        Assert.Equal(talksSource, await SendAsync(talks, "2"));
        Assert.Equal(listensSource, await SendAsync(listens, "3"));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Where_there_are_too_many_clients_the_one_that_is_idle_the_longest_is_forgotten()
    {
        var (first, second, third) = (Client(), Client(), Client());
        var (firstSource, secondSource) = (await SendAsync(first, "1"), await SendAsync(second, "2"));
        await SendAsync(first, "1");
        await SendAsync(third, "3");

        Assert.Equal(firstSource, await SendAsync(first, "1"));
        Assert.NotEqual(secondSource, await SendAsync(second, "2"));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task What_nobody_takes_is_lost_and_the_next_comes_through()
    {
        var client = Client();
        var source = await SendAsync(client, "1");
        _server.Dispose();
        // Answers to a port that nobody has are told to who sends to it (ICMP), and the sender of the next one hears of it.
        for (var lost = 0; lost < 5; lost++)
            await client.SendAsync("lost"u8.ToArray(), Cancellation);
        // Taken after those, since datagrams are taken in order.
        _relay.Serve([RelayScene.OtherNode, RelayScene.Node]);
        await SendAsync(Client(), "2", _otherServer);
        using var again = Bind(RelayScene.Node, _port);

        Assert.Equal(source, await SendAsync(client, "3", again));
        await again.SendToAsync("answer"u8.ToArray(), source, Cancellation);
        Assert.Equal("answer", await ReceiveAsync(client));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task What_goes_to_an_address_that_the_node_still_has_goes_on_and_the_rest_goes_to_another()
    {
        var client = Client();
        var source = await SendAsync(client, "1");
        _relay.Serve([RelayScene.OtherNode, RelayScene.Node]);
        Assert.Equal(source, await SendAsync(client, "2"));

        _relay.Serve([RelayScene.OtherNode]);

        await SendAsync(client, "3", _otherServer);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_relay_that_ends_carries_nothing_any_more()
    {
        var client = Client();
        var source = await SendAsync(client, "1");
        _relay.Dispose();

        await client.SendAsync("lost"u8.ToArray(), Cancellation);
        var refused = await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(client));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await Eventually.IsTrue(() => IsFree(source));
    }

    [Fact]
    public void A_port_that_somebody_has_is_not_had_twice() =>
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => Open()).SocketErrorCode);

    private static bool IsFree(EndPoint at)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(at);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private UdpRelay Open(int capacity = Capacity) => UdpRelay.Open(
        new(RelayScene.Local, _port), [RelayScene.Node, RelayScene.OtherNode], new(_time, capacity), _time, new RecordedLog<UdpRelay>());

    private UdpRelay Reopen(int capacity)
    {
        _relay.Dispose();
        return Open(capacity);
    }

    private Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _things.Add(socket);
        socket.Bind(new IPEndPoint(address, port));
        return socket;
    }

    private Socket Client()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _things.Add(client);
        client.Connect(RelayScene.Local, _port);
        return client;
    }

    /// <summary>Where the server sees it come from.</summary>
    private async Task<EndPoint> SendAsync(Socket client, string text, Socket? server = null)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes(text), Cancellation);
        var buffer = new byte[65_536];
        var received = await (server ?? _server).ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), Cancellation);
        Assert.Equal(text, Encoding.ASCII.GetString(buffer, 0, received.ReceivedBytes));
        return received.RemoteEndPoint;
    }

    private async Task AnswerAsync(EndPoint source, string text) => await _server.SendToAsync(Encoding.ASCII.GetBytes(text), source, Cancellation);

    private static async Task<string> ReceiveAsync(Socket client)
    {
        var buffer = new byte[65_536];
        return Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer, Cancellation));
    }
}
