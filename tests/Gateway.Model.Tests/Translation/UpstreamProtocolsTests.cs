using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

public sealed class UpstreamProtocolsTests
{
    [Theory]
    [InlineData("http", UpstreamProtocol.Http1)]
    [InlineData("HTTP", UpstreamProtocol.Http1)]
    [InlineData("https", UpstreamProtocol.Https)]
    [InlineData("kubernetes.io/h2c", UpstreamProtocol.Http2Cleartext)]
    [InlineData("kubernetes.io/ws", UpstreamProtocol.Http1)]
    [InlineData("kubernetes.io/wss", UpstreamProtocol.Http1OverTls)]
    [InlineData("h2c", UpstreamProtocol.Http2Cleartext)]
    [InlineData("grpc", UpstreamProtocol.Http2Cleartext)]
    [InlineData("kubernetes.io/grpc", UpstreamProtocol.Http2Cleartext)]
    [InlineData("grpcs", UpstreamProtocol.Https)]
    [InlineData("example.com/own", UpstreamProtocol.Http1)]
    [InlineData("", UpstreamProtocol.Http1)]
    [InlineData(null, UpstreamProtocol.Http1)]
    public void The_appProtocol_decides(string? appProtocol, UpstreamProtocol expected)
    {
        Assert.Equal((expected, null), UpstreamProtocols.Of(new() { Port = 80, AppProtocol = appProtocol }));
    }

    [Theory]
    [InlineData("grpc", UpstreamProtocol.Http2Cleartext)]
    [InlineData("grpc-api", UpstreamProtocol.Http2Cleartext)]
    [InlineData("h2c", UpstreamProtocol.Http2Cleartext)]
    [InlineData("h2c-api", UpstreamProtocol.Http2Cleartext)]
    [InlineData("grpcapi", UpstreamProtocol.Http1)]
    [InlineData("my-grpc", UpstreamProtocol.Http1)]
    [InlineData("http", UpstreamProtocol.Http1)]
    [InlineData("https", UpstreamProtocol.Http1)]
    [InlineData(null, UpstreamProtocol.Http1)]
    public void Without_an_appProtocol_the_name_of_the_port_decides(string? name, UpstreamProtocol expected)
    {
        Assert.Equal((expected, null), UpstreamProtocols.Of(new() { Port = 80, Name = name }));
    }

    [Fact]
    public void The_appProtocol_wins_over_the_name()
    {
        Assert.Equal(UpstreamProtocol.Http1, UpstreamProtocols.Of(new() { Port = 80, Name = "grpc", AppProtocol = "http" }).Protocol);
    }

    [Fact]
    public void An_unknown_name_that_Kubernetes_reserves_is_told()
    {
        var (protocol, problem) = UpstreamProtocols.Of(new() { Port = 81, AppProtocol = "kubernetes.io/h4" });

        Assert.Equal(UpstreamProtocol.Http1, protocol);
        Assert.Equal((ConditionSeverity.Info, "UnknownAppProtocol", "appProtocol"), (problem!.Severity, problem.Reason, problem.Field));
        Assert.Contains("kubernetes.io/h4", problem.Message, StringComparison.Ordinal);
    }

    public static TheoryData<ServicePort, bool> Ports => new()
    {
        { new() { Port = 1, AppProtocol = "http" }, true },
        { new() { Port = 1, AppProtocol = "https" }, true },
        { new() { Port = 1, AppProtocol = "kubernetes.io/h2c" }, true },
        { new() { Port = 1, AppProtocol = "kubernetes.io/ws" }, true },
        { new() { Port = 1, AppProtocol = "kubernetes.io/wss" }, true },
        { new() { Port = 1, AppProtocol = "grpc" }, true },
        { new() { Port = 1, Name = "http" }, true },
        { new() { Port = 1, Name = "http-api" }, true },
        { new() { Port = 1, Name = "web" }, true },
        { new() { Port = 1, Name = "web-ui" }, true },
        { new() { Port = 1, Name = "grpc" }, true },
        { new() { Port = 1, Name = "grpc-api" }, true },
        { new() { Port = 1, Name = "h2c" }, true },
        { new() { Port = 80 }, true },
        { new() { Port = 8080, Name = "api" }, true },
        { new() { Port = 80, Protocol = "TCP" }, true },
        { new() { Port = 80, AppProtocol = "" }, true },
        { new() { Port = 80, Protocol = "UDP" }, false },
        { new() { Port = 80, AppProtocol = "mysql" }, false },
        { new() { Port = 1, Name = "http", AppProtocol = "mysql" }, false },
        { new() { Port = 1, Name = "httpd" }, false },
        { new() { Port = 1, Name = "website" }, false },
        { new() { Port = 3306, Name = "mysql" }, false },
        { new() { Port = 443 }, false },
        { new() { Port = 5000 }, false },
    };

    [Theory]
    [MemberData(nameof(Ports))]
    public void A_port_speaks_HTTP_by_appProtocol_name_or_number(ServicePort port, bool expected)
    {
        Assert.Equal(expected, HttpPorts.Of(Shop.ServiceWith(new() { Ports = [port] })) == [port]);
    }

    [Fact]
    public void HTTP_ports_come_in_the_order_of_the_Service()
    {
        ServicePort[] ports = [new() { Port = 8080 }, new() { Port = 5432 }, new() { Port = 80 }];

        Assert.Equal([8080, 80], HttpPorts.Of(Shop.ServiceWith(new() { Ports = ports })).Select(port => port.Port));
    }

    [Fact]
    public void A_Service_that_is_declared_to_speak_HTTP_does_on_any_port_that_is_not_ruled_out()
    {
        ServicePort plain = new() { Port = 5000 };
        var service = Shop.ServiceWith(new() { Ports = [plain, new() { Port = 3306, AppProtocol = "mysql" }, new() { Port = 53, Protocol = "UDP" }] });

        Assert.Empty(HttpPorts.Of(service));
        Assert.Equal([plain], HttpPorts.Of(service, declared: true));
    }

    [Fact]
    public void A_declaration_adds_nothing_where_a_port_already_looks_like_HTTP()
    {
        ServicePort http = new() { Port = 80 };

        Assert.Equal([http], HttpPorts.Of(Shop.ServiceWith(new() { Ports = [new() { Port = 9000 }, http] }), declared: true));
    }

    [Fact]
    public void A_Service_without_ports_has_none_that_speaks_HTTP()
    {
        Assert.Empty(HttpPorts.Of(new Service(), declared: true));
    }
}
