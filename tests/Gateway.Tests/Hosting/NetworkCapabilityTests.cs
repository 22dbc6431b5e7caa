using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public sealed class NetworkCapabilityTests
{
    /// <summary>The masks of root, of root in a default container, of a container with NET_ADMIN alone, and of nobody.</summary>
    [Theory]
    [InlineData("CapEff:\t000001ffffffffff", true)]
    [InlineData("CapEff:\t00000000a80425fb", false)]
    [InlineData("CapEff:\t0000000000001000", true)]
    [InlineData("CapEff:\t0000000000000000", false)]
    [InlineData("CapPrm:\t000001ffffffffff", false)]
    [InlineData("CapEff:\tnonsense", false)]
    public void The_right_is_a_bit_of_the_effective_capabilities(string line, bool isHeld) =>
        Assert.Equal(isHeld, NetworkCapability.IsIn(["Name:\tgateway", line, "Seccomp:\t2"]));
}
