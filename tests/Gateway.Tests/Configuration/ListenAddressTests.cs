using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8081", "127.0.0.1:8081")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("[::1]:53", "[::1]:53")]
    [InlineData("*:65535", "[::]:65535")]
    public void An_address_and_a_port_are_read(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out var endPoint));
        Assert.Equal(expected, endPoint.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8081")]
    [InlineData(":8081")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:+80")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.1:80")]
    [InlineData("1:80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("example.com:80")]
    public void Anything_else_is_not(string text) => Assert.False(ListenAddress.TryParse(text, out _));
}
