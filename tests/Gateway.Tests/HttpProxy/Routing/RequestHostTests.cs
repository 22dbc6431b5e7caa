using Gateway.HttpProxy.Routing;

namespace Gateway.Tests.HttpProxy.Routing;

public sealed class RequestHostTests
{
    [Theory]
    [InlineData("shop.test", "shop.test")]
    [InlineData("shop.test:8080", "shop.test")]
    [InlineData("shop.test.", "shop.test")]
    [InlineData("shop.test.:8080", "shop.test")]
    [InlineData("SHOP.test", "SHOP.test")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[::1]:8080", "[::1]")]
    [InlineData("127.0.0.1:80", "127.0.0.1")]
    [InlineData("", "")]
    [InlineData(":80", "")]
    [InlineData("[::1", "[::1")]
    public void The_name_is_the_host_without_its_port(string header, string name) =>
        Assert.Equal(name, RequestHost.NameOf(header).ToString());

    [Theory]
    [InlineData("shop.test", "")]
    [InlineData("shop.test:8080", "8080")]
    [InlineData("[::1]", "")]
    [InlineData("[::1]:8080", "8080")]
    [InlineData("", "")]
    public void The_port_is_what_follows_the_name(string header, string port) =>
        Assert.Equal(port, RequestHost.PortOf(header).ToString());

    [Theory]
    [InlineData("a.b.test", "b.test")]
    [InlineData("test", "")]
    [InlineData(".test", "")]
    [InlineData("", "")]
    public void The_parent_is_what_follows_the_first_label(string name, string parent) =>
        Assert.Equal(parent, RequestHost.ParentOf(name).ToString());
}
