using System.Net;
using Gateway.HttpProxy.LoadBalancing;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

/// <summary>The values were worked out apart from this code: gateways of different versions must agree on them.</summary>
public sealed class StableHashTests
{
    [Fact]
    public void A_text_has_the_same_hash_everywhere() => Assert.Equal(0x7A6722C3878FEFBFul, StableHash.Of("10.0.0.1:8080"));

    [Theory]
    [InlineData("192.0.2.1", 0x803931826A2288EAul)]
    [InlineData("::ffff:192.0.2.1", 0x803931826A2288EAul)]
    [InlineData("2001:db8::1", 0x8DEC2B2D0B0E530Ful)]
    public void An_address_has_the_same_hash_everywhere(string address, ulong hash) => Assert.Equal(hash, StableHash.Of(IPAddress.Parse(address)));
}
