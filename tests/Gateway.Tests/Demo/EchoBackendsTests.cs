using System.Net;
using System.Net.Sockets;
using Gateway.Demo;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;
using Gateway.Reconciliation;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Demo;

public sealed class EchoBackendsTests : IAsyncDisposable
{
    private static readonly ServicePortName Shop = new(new("default", "shop"), "http", 80);

    private readonly ResourceStore _store = new();
    private readonly RecordedLog<EchoBackends> _log = new();
    private readonly ProbingTarget _next = new();
    private readonly HttpClient _client = new();
    private readonly EchoBackends _backends;

    public EchoBackendsTests()
    {
        _backends = new(_next, _store, TimeProvider.System, _log);
        Annotate("true");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _backends.DisposeAsync();
    }

    [Fact]
    public async Task A_backend_answers_with_the_name_of_its_pod()
    {
        var port = FreePort();

        await ApplyAsync(new Backend("127.0.0.1", port) { Pod = new("default", "echo-1") });

        var text = await GetAsync(port, "/a?b=c");
        Assert.StartsWith("Hello from echo-1\n\nGET /a?b=c HTTP/1.1\n", text, StringComparison.Ordinal);
        Assert.Contains($"Host: 127.0.0.1:{port}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_answers_before_the_route_to_it_exists()
    {
        var port = FreePort();
        _next.Probe = port;

        await ApplyAsync(new Backend("127.0.0.1", port));

        Assert.True(_next.CouldConnect);
    }

    [Fact]
    public async Task A_backend_that_is_gone_answers_no_more()
    {
        var port = FreePort();
        await ApplyAsync(new Backend("127.0.0.1", port));

        await ApplyAsync();

        await Eventually.TrueAsync(() => !ProbingTarget.CanConnect(port));
    }

    [Fact]
    public async Task A_Service_without_the_annotation_gets_no_backends()
    {
        var port = FreePort();
        Annotate(null);

        await ApplyAsync(new Backend("127.0.0.1", port));

        Assert.False(ProbingTarget.CanConnect(port));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("example.com")]
    public void Only_loopback_addresses_are_answered_on(string address)
    {
        var desired = Desired(new Backend(address, 5701), new Backend("127.0.0.1", 5702), new Backend("::1", 5703));

        Assert.Equal(["127.0.0.1:5702", "[::1]:5703"], EchoPlan.Build(_store.Current, desired).Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_once_and_the_rest_goes_on()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = new Backend("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port);
        var free = new Backend("127.0.0.1", FreePort());

        await ApplyAsync(taken, free);
        await ApplyAsync(taken, free);

        var (level, text) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains($"cannot listen on 127.0.0.1:{taken.Port}: the port is in use by another process", text, StringComparison.Ordinal);
        Assert.Equal(2, _next.Applied);
        Assert.Contains("Hello from", await GetAsync(free.Port, "/"), StringComparison.Ordinal);
    }

    private void Annotate(string? value) => _store.Apply(
    [
        ResourceChange.Upsert(new Service
        {
            Metadata = new()
            {
                Namespace = "default",
                Name = "shop",
                Annotations = value is null ? null : new Dictionary<string, string> { [Annotations.DemoEcho] = value },
            },
        }),
    ]);

    private async Task ApplyAsync(params Backend[] backends) => await _backends.ApplyAsync(Desired(backends), CancellationToken.None);

    private static DesiredState Desired(params Backend[] backends) => new()
    {
        Http = HttpState.Empty with { Clusters = HttpState.Empty.Clusters.Set(Shop, new(Shop) { Backends = [.. backends] }) },
    };

    private Task<string> GetAsync(int port, string path) => _client.GetStringAsync(new Uri($"http://127.0.0.1:{port}{path}"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The target behind: notes whether the backends are there when it is called.</summary>
    private sealed class ProbingTarget : IStateTarget
    {
        public string Name => "next";

        public int Probe { get; set; }

        public bool CouldConnect { get; private set; }

        public int Applied { get; private set; }

        public ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
        {
            Applied++;
            CouldConnect = Probe != 0 && CanConnect(Probe);
            return ValueTask.CompletedTask;
        }

        public static bool CanConnect(int port)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
