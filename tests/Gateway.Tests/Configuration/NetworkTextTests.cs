using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class NetworkTextTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("192.168.1.1", "192.168.1.1/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("fd12:3456::1/7", "fc00::/7")]
    [InlineData("::1", "::1/128")]
    public void Networks_and_single_addresses_are_read(string text, string expected)
    {
        Assert.True(NetworkText.TryParse(text, out var network));
        Assert.Equal(expected, network.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("::/129")]
    [InlineData("[::1]/128")]
    [InlineData("any")]
    public void Anything_else_is_not(string text) => Assert.False(NetworkText.TryParse(text, out _));
}
